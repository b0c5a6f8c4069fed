import type { Judge } from '@hilo/shared/invariants/engine.ts';
import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { ModelEvent } from '@hilo/shared/testing/model-server.ts';
import { ModelServer } from '@hilo/shared/testing/model-server.ts';
import type { Stored, StoredKey } from '../events.ts';
import { createRandom } from './random.ts';
import type { Tab } from './tab.ts';

export interface Counts {
  [what: string]: number;
}

/** One browser with several tabs, one server, and a wire between them that is as bad as it is told to be. */
export class World {
  readonly random: () => number;
  readonly server: ModelServer;
  readonly tabs: Tab[] = [];
  readonly counts: Counts = {};
  /** Written by the person: clientMessageId → text. */
  readonly written = new Map<string, string>();
  /** Given up by the person: discarded, or told as unsent at a logout. */
  readonly givenUp = new Set<string>();
  /** Sent somewhere else by the person after a refusal. A late repetition of the refused request may still arrive. */
  readonly moved = new Set<string>();
  /** Judges what every tab records, as it happens, where somebody wants it. */
  judge: Judge | null = null;
  nowMs = 0;
  private loads = 0;
  /** No request or frame gets through, and open sockets do not say so. */
  partitioned = false;
  /** 0: a perfect wire. 1: as bad as it gets. */
  badness = 1;
  private readonly storage = new Map<string, string>();
  private readonly schedule: { at: number; order: number; run: () => void }[] = [];
  private order = 0;
  private lockQueue: (() => void)[] = [];
  private lockHeld = false;

  constructor(seed: number, widget: WidgetConfig) {
    this.random = createRandom(seed);
    this.server = new ModelServer(widget, this.random);
  }

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  between(min: number, max: number): number {
    return min + this.random() * (max - min);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.random() * items.length)];
  }

  later(afterMs: number, run: () => void): void {
    this.schedule.push({ at: this.nowMs + afterMs, order: this.order++, run });
  }

  /** Lets virtual time pass. */
  run(forMs: number): void {
    const end = this.nowMs + forMs;
    for (;;) {
      let best = -1;
      for (let i = 0; i < this.schedule.length; i++) {
        const [a, b] = [this.schedule[i], this.schedule[best]];
        if (a && a.at <= end && (!b || a.at < b.at || (a.at === b.at && a.order < b.order))) best = i;
      }
      const next = this.schedule[best];
      if (!next) break;
      this.schedule.splice(best, 1);
      this.nowMs = Math.max(this.nowMs, next.at);
      next.run();
    }
    this.nowMs = end;
  }

  /** What sockets hear of what happened; each event finds its own way, so they may overtake each other. */
  publish(events: readonly ModelEvent[]): void {
    for (const event of events) for (const tab of this.tabs) tab.socket.hear(event);
  }

  agent(act: (store: ModelServer['store']) => void): void {
    this.publish(this.server.agent(this.epochMs(), act));
  }

  epochMs(): number {
    return 1_700_000_000_000 + Math.floor(this.nowMs);
  }

  nextTraceId(): string {
    this.loads += 1;
    return `${this.loads}`.padStart(32, '0');
  }

  // The browser's shared things.

  read(): Stored {
    const get = (key: StoredKey) => this.storage.get(key) ?? null;
    const outbox: Record<string, string> = {};
    for (const [key, value] of this.storage) if (key.startsWith('outbox:')) outbox[key.slice(7)] = value;
    return {
      device: get('device'),
      cache: get('cache'),
      profile: get('profile'),
      survey: get('survey'),
      outbox,
    };
  }

  write(by: Tab, key: StoredKey, value: string | null): void {
    const before = this.storage.get(key) ?? null;
    if (before === value) return;
    if (value === null) this.storage.delete(key);
    else this.storage.set(key, value);
    for (const tab of this.tabs) {
      if (tab === by) continue;
      const current = () => (key.startsWith('outbox:') ? value : (this.storage.get(key) ?? null));
      // A browser tells each tab of them late, but in their order.
      tab.heardStorageAt = Math.max(tab.heardStorageAt, this.nowMs + this.between(0, 30));
      const tell = () => tab.dispatch({ type: 'stored', key, value: current() });
      this.later(tab.heardStorageAt - this.nowMs, tell);
    }
  }

  forget(by: Tab): void {
    // What was not sent by then is told to the person, and gone.
    for (const key of [...this.storage.keys()]) {
      if (key.startsWith('outbox:')) this.givenUp.add(key.slice(7));
      if (key === 'device') continue;
      by.trace.say('stored', 'remove', key as StoredKey, null);
      this.write(by, key as StoredKey, null);
    }
  }

  lock(taken: () => void): void {
    if (this.lockHeld) this.lockQueue.push(taken);
    else {
      this.lockHeld = true;
      this.later(1, taken);
    }
  }

  unlock(): void {
    const next = this.lockQueue.shift();
    if (next) this.later(1, next);
    else this.lockHeld = false;
  }
}
