import { isInput } from '@hilo/shared/reconstruct/replay/inputs.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/**
 * Where the replay stands in the recording: as many events as the widget has recorded again. Clock, chance and storage
 * ask here what comes next, so that each question is answered as it was at that point.
 */
export interface Follow {
  readonly recorded: readonly TraceEvent[];
  /** How many events the widget has recorded again. */
  count: number;
  /** Of how many events the time has come: what is still to come from outside does not move the clock yet. */
  reached: number;
  /** The event that must come next; undefined at the end. */
  next(): TraceEvent | undefined;
  /** Milliseconds since the load began, as they were when what happens now was recorded. */
  nowMs(): number;
  /** Milliseconds since the epoch, by the clock of that machine. */
  wallMs(): number;
}

/** `endWallMs`: when the screen was looked at in the end; null where it was not. */
export function createFollow(recorded: readonly TraceEvent[], endWallMs: number | null): Follow {
  const last = recorded.at(-1);
  const lastT = last?.t ?? 0;
  const lastWall = last?.wall ?? 0;
  const endWall = Math.max(endWallMs ?? lastWall, lastWall);
  /** What happens now, or where nothing does, what happened last. */
  const current = ({ count, reached }: Follow) => {
    const next = recorded[count];
    return next && count > 0 && count >= reached && isBrought(next) ? recorded[count - 1] : next;
  };
  return {
    recorded,
    count: 0,
    reached: 0,
    next() {
      return recorded[this.count];
    },
    nowMs() {
      return current(this)?.t ?? lastT + endWall - lastWall;
    },
    wallMs() {
      return current(this)?.wall ?? endWall;
    },
  };
}

/**
 * Kinds that never come but by the replay's own hand. Whether the page is seen, or the end of the thread is, the widget
 * may find by itself once it hears of something else.
 */
const brought: ReadonlySet<TraceEvent['kind']> = new Set([
  'api',
  'response',
  'request_failed',
  'socket',
  'frame',
  'timer',
]);

function isBrought(event: TraceEvent): boolean {
  return brought.has(event.kind) && isInput(event);
}
