import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/**
 * Where the replay stands in the recording: as many events as the widget has recorded again. Clock, chance and storage
 * ask here what comes next, so that each question is answered as it was at that point.
 */
export interface Follow {
  readonly recorded: readonly TraceEvent[];
  /** How many events the widget has recorded again. */
  count: number;
  /** The event that must come next; undefined at the end. */
  next(): TraceEvent | undefined;
  /** Milliseconds since the load began, as they were when the next event was recorded. */
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
  return {
    recorded,
    count: 0,
    next() {
      return recorded[this.count];
    },
    nowMs() {
      return this.next()?.t ?? lastT + endWall - lastWall;
    },
    wallMs() {
      return this.next()?.wall ?? endWall;
    },
  };
}
