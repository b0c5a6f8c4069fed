import { isLegal } from '@hilo/shared/lifecycle/lifecycle.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { VisitorClientFrame } from '@hilo/shared/protocol/frames.ts';
import { createJournal, type Journal } from '../../trace/journal.ts';
import type { More } from '../../trace/told.ts';
import { createTracer } from '../../trace/tracer.ts';
import type { Effect, RequestEffect } from '../effects.ts';
import type { Answered, Event, FailureCode, Stamp } from '../events.ts';
import { later } from '../later.ts';
import { initialModel, type Model } from '../model.ts';
import { addLater, isForLater, reduce } from '../reduce.ts';
import { movesBetween } from '../transitions.ts';
import { tokenFrom, uuidFrom } from './random.ts';
import { SimulatedSocket } from './socket.ts';
import type { World } from './world.ts';

type Outcome = Pick<Answered, 'answer' | 'failure'>;

/** One tab: the real core, with the world for its edges. */
export class Tab {
  model: Model;
  readonly trace: Journal;
  readonly socket: SimulatedSocket;
  readonly world: World;
  closed = false;
  /** When the last change of storage by another tab is heard of here. */
  heardStorageAt = 0;
  private readonly timers = new Map<string, number>();
  private timerCount = 0;
  private holdsLock = false;
  private queue: [event: Event, more?: More][] = [];
  private running = false;

  constructor(world: World) {
    this.world = world;
    this.model = initialModel('wgt_sim', world.nextTraceId());
    this.trace = createJournal(this.model, world.nowMs, () => {});
    const tracer = createTracer(this.model, world.nowMs);
    tracer.recorder.subscribe((event) => world.judge?.push(event));
    this.trace.attach(tracer);
    const online = !world.partitioned;
    this.trace.say('tell', { kind: 'load', ...page, online }, { at: world.nowMs, epochMs: world.epochMs() });
    this.socket = new SimulatedSocket(world, (event) => this.dispatch(event));
    world.tabs.push(this);
    this.dispatch({
      type: 'boot',
      call: 0,
      locale: null,
      pageLocale: 'en',
      user: null,
      visible: true,
      online,
      persistent: true,
      stored: world.read(),
    });
  }

  /** The page goes away: nothing of it happens any more; locks are let go, requests under way may still arrive. */
  close(): void {
    this.closed = true;
    this.socket.drop();
    this.world.tabs.splice(this.world.tabs.indexOf(this), 1);
    if (this.holdsLock) this.world.unlock();
  }

  dispatch(event: Event, more?: More): void {
    if (this.closed) return;
    this.queue.push([event, more]);
    if (this.running) return;
    this.running = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) this.step(...next);
    this.running = false;
  }

  private step(event: Event, more?: More): void {
    const { world } = this;
    const { random } = world;
    const ids = [uuidFrom(random), uuidFrom(random)] as const;
    const stamp: Stamp = { at: world.nowMs, epochMs: world.epochMs(), random: random(), ids };
    if (event.type === 'discard_clicked') world.givenUp.add(event.clientMessageId);
    if (event.type === 'send_there_clicked') world.moved.add(event.clientMessageId);
    if (isForLater(this.model, event)) addLater(later);
    this.trace.say('began', event, stamp, more ?? {});
    const { state, effects, cause } = reduce(this.model, { ...event, stamp });
    this.trace.say('followed', state, effects, cause);
    for (const { from, event: why, to } of movesBetween(this.model, state, cause)) {
      world.count(`transition ${from.name} ${why} ${to.name}`);
      world.count(isLegal(from.name, why, to.name) ? 'steps' : 'jumps');
    }
    this.model = state;
    for (const effect of effects) this.run(effect);
  }

  private run(effect: Effect): void {
    const { world, trace } = this;
    if (effect.type === 'request') this.request(effect);
    else if (effect.type === 'socket_open') {
      trace.socketOpen(effect, this.model.everReady);
      const known = Object.entries(this.model.sessions).find(([, id]) => id === effect.sessionId);
      this.socket.open(effect.id, known ? { conversationId: known[0], sessionId: known[1] } : null);
    } else if (effect.type === 'socket_send') {
      this.socket.send(effect.id, JSON.parse(trace.socketSend(effect)) as VisitorClientFrame);
    } else if (effect.type === 'socket_close') {
      trace.say('socketClose', effect);
      this.socket.drop();
    } else if (effect.type === 'store') this.store(effect);
    else if (effect.type === 'remove') {
      trace.say('stored', 'remove', effect.key, null);
      world.write(this, effect.key, null);
    } else if (effect.type === 'forget') world.forget(this);
    else if (effect.type === 'reread') this.dispatch({ type: 'reread', stored: world.read() });
    else if (effect.type === 'timer') this.timer(effect.name, effect.afterMs);
    else if (effect.type === 'lock') this.lock();
    else if (effect.type === 'unlock') this.unlock();
    else if (effect.type === 'reject') world.count(`rejected ${effect.code}`);
    else world.count(effect.type);
  }

  private store({ key, value }: Effect & { type: 'store' }): void {
    this.trace.say('stored', 'write', key, value);
    if (key.startsWith('outbox:')) this.world.written.set(key.slice(7), JSON.parse(value).body);
    this.world.write(this, key, value);
  }

  private timer(name: string, afterMs: number | null): void {
    const phase = afterMs === null ? 'cleared' : 'set';
    this.trace.say('note', { kind: 'timer', phase, name, delayMs: afterMs });
    if (afterMs === null) {
      this.timers.delete(name);
      return;
    }
    const id = ++this.timerCount;
    this.timers.set(name, id);
    this.world.later(afterMs, () => {
      if (this.timers.get(name) !== id) return;
      this.timers.delete(name);
      this.dispatch({ type: 'timer', name });
    });
  }

  private lock(): void {
    this.world.lock(() => {
      if (this.closed) return this.world.unlock();
      this.holdsLock = true;
      this.dispatch({
        type: 'locked',
        device: this.world.read().device,
        token: tokenFrom(this.world.random),
      });
    });
  }

  private unlock(): void {
    if (!this.holdsLock) return;
    this.holdsLock = false;
    this.world.unlock();
  }

  // The wire.

  private request(effect: RequestEffect): void {
    const { world } = this;
    const bad = world.badness;
    const { requestId } = this.trace.request(effect);
    world.count(`request ${effect.route}`);
    const answer = (afterMs: number, outcome: Outcome) =>
      world.later(afterMs, () => this.answered(effect, outcome, requestId));
    const there = world.between(2, 2 + 800 * bad);
    if (world.partitioned || world.chance(0.1 * bad)) {
      world.count('lost request');
      answer(world.chance(0.5) ? 30 : limits.requestTimeoutMs, unanswered);
      return;
    }
    if (world.chance(0.05 * bad)) {
      world.count('busy server');
      answer(there, failure(world.chance(0.5) ? 'unavailable' : 'rate_limited'));
      return;
    }
    if (world.chance(0.05 * bad)) {
      world.count('repeated request');
      world.later(there + world.between(0, 3_000), () => this.serve(effect));
    }
    world.later(there, () => {
      const outcome = this.serve(effect);
      const back = world.between(2, 2 + 800 * bad);
      if (!world.partitioned && !world.chance(0.1 * bad)) return answer(back, outcome);
      world.count('lost answer');
      answer(limits.requestTimeoutMs - there, unanswered);
    });
  }

  private serve({ route, path, token, body }: RequestEffect): Outcome {
    const { world } = this;
    const [address = '', search] = path.split('?');
    const query = Object.fromEntries(new URLSearchParams(search));
    const id = address.split('/')[1] ?? '';
    const asked = { route, token, id, query, body: structuredClone(body) };
    const { outcome, events } = world.server.handle(asked, world.epochMs());
    world.publish(events);
    if (outcome.ok) return { answer: outcome.answer as Outcome['answer'], failure: null };
    world.count(`refused ${outcome.code}`);
    const { code, conversationId, missing } = outcome;
    return { answer: null, failure: { code, retryable: false, retryAfterMs: null, conversationId, missing } };
  }

  private answered(effect: RequestEffect, outcome: Outcome, requestId: number): void {
    const { route, lane, about, epoch } = effect;
    const code = outcome.failure?.code;
    const told = code && endings[code];
    this.dispatch({ type: 'answered', route, lane, about, epoch, ...outcome }, { ...told, requestId });
  }
}

/** How the ends of requests that the server did not decide look on the wire. */
const endings: { [Code in FailureCode]?: More } = {
  unavailable: { status: 503 },
  rate_limited: { status: 429 },
};

/** What the page of every tab is. */
const page = {
  build: 'hilo-widget-simulated',
  url: 'https://shop.test/',
  navigation: 'navigate',
  language: 'en',
  userAgent: 'Simulated/1',
  viewport: { width: 1280, height: 800 },
  visible: true,
  persistent: true,
};

const unanswered = failure('offline');

function failure(code: 'offline' | 'unavailable' | 'rate_limited'): Outcome {
  const retryAfterMs = code === 'rate_limited' ? 2_000 : null;
  return {
    answer: null,
    failure: { code, retryable: true, retryAfterMs, conversationId: null, missing: null },
  };
}
