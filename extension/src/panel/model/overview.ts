import type { Lane } from '@hilo/shared/reconstruct/describe-event.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { laneNames, laneOf } from './describe.ts';

/** How many events of each lane fall into each column of a picture of the whole load. */
export interface Overview {
  columns: number;
  /** Milliseconds of the load at the left and the right edge. */
  fromT: number;
  toT: number;
  counts: ReadonlyMap<Lane, Uint32Array>;
  /** The most events of one lane in one column. */
  most: number;
}

export function overviewOf(events: readonly TraceEvent[], columns: number): Overview {
  const fromT = events[0]?.t ?? 0;
  const toT = Math.max(events.at(-1)?.t ?? 0, fromT + 1);
  const counts = new Map(laneNames.map((lane) => [lane, new Uint32Array(columns)]));
  const scale = columns / (toT - fromT);
  let most = 0;
  for (const event of events) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((event.t - fromT) * scale)));
    const lane = counts.get(laneOf(event.kind)) as Uint32Array;
    const count = (lane[column] as number) + 1;
    lane[column] = count;
    if (count > most) most = count;
  }
  return { columns, fromT, toT, counts, most };
}
