import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { indexOfEvent } from '../model/ordered.ts';

/** The events that the timeline lists now, as its filters have it: what the keys step through, in every view. */
class ShownEvents {
  private events: readonly TraceEvent[] = [];

  set(events: readonly TraceEvent[]): void {
    this.events = events;
  }

  /** The event some rows from the selected one, or at an end; nothing selected counts as the end of the list. */
  beside(selected: TraceEvent | undefined, step: number | 'first' | 'last'): TraceEvent | undefined {
    const { events } = this;
    if (step === 'first') return events[0];
    if (step === 'last') return events.at(-1);
    const at = selected ? indexOfEvent(events, selected) : -1;
    if (at < 0) return step > 0 ? events[0] : events.at(-1);
    return events[Math.min(events.length - 1, Math.max(0, at + step))];
  }
}

export const shownEvents = new ShownEvents();
