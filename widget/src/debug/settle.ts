import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';
import type { DebugPorts } from './tools.ts';
import { turn } from './turn.ts';

/** How long a blob waits to hear what another tab has written, in milliseconds; and in turns, where time stands still. */
const hearingMsMax = 250;
const hearingTurnsMax = 10_000;

/**
 * A blob tells of one moment. While the widget waits for a file its screen is older than its events; and what another
 * tab writes is in storage before this tab hears of it.
 *
 * @param entries What storage holds now.
 */
export async function settle(
  { held, recorder }: Pick<DebugPorts, 'held' | 'recorder'>,
  entries: () => StorageEntry[],
): Promise<void> {
  const until = performance.now() + hearingMsMax;
  for (let turns = 0; ; turns++) {
    for (let last: unknown; held() !== last; ) {
      last = held();
      await last;
      await turn();
    }
    if (isTold(recorder.events(), entries())) return;
    if (turns === hearingTurnsMax || performance.now() > until) return;
    await turn();
  }
}

/** Whether events tell of storage as it is; where their beginning is gone, as far as they tell of it. */
export function isTold(events: readonly TraceEvent[], entries: readonly StorageEntry[]): boolean {
  const told = new Map<string, string>();
  for (const event of events)
    if (event.kind === 'storage' && event.op !== 'failed') told.set(event.key, JSON.stringify(event.value));
  const now = new Map(entries.map(({ key, value }) => [key, JSON.stringify(value)]));
  const isWhole = events[0]?.kind === 'load';
  return (
    [...told].every(([key, value]) => value === (now.get(key) ?? 'null')) &&
    (!isWhole || [...now.keys()].every((key) => told.has(key)))
  );
}
