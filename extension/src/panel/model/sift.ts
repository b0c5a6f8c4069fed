import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Sieve } from './sieve.ts';

/**
 * The events that a sieve keeps, found a few at a time. While events only come at the end, `step` goes on where it was;
 * where one came in between, or the oldest went, it begins anew.
 */
export class Sifting {
  /** In order. The same list, growing, until it begins anew. */
  kept: TraceEvent[] = [];
  private next = 0;
  private lastSeen: TraceEvent | undefined;
  private readonly sieve: Pick<Sieve, 'keeps'>;

  constructor(sieve: Pick<Sieve, 'keeps'>) {
    this.sieve = sieve;
  }

  /** Whether there is more to look at. `isTimeUp` is asked after every few events. */
  step(events: readonly TraceEvent[], isTimeUp: () => boolean): boolean {
    if (this.next > 0 && events[this.next - 1] !== this.lastSeen) this.restart();
    while (this.next < events.length) {
      const event = events[this.next] as TraceEvent;
      this.next++;
      this.lastSeen = event;
      if (this.sieve.keeps(event)) this.kept.push(event);
      if (this.next % eventsPerLook === 0 && isTimeUp()) return this.next < events.length;
    }
    return false;
  }

  get seen(): number {
    return this.next;
  }

  private restart(): void {
    this.kept = [];
    this.next = 0;
    this.lastSeen = undefined;
  }
}

const eventsPerLook = 64;
