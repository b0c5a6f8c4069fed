import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';
import type { Recorder } from '@hilo/shared/trace/recorder.ts';
import type { DebugPorts } from './tools.ts';
import { turn } from './turn.ts';

/** How long a blob waits to hear what another tab has written, in milliseconds; and in turns, where time stands still. */
const hearingMsMax = 250;
const hearingTurnsMax = 3_000;

/**
 * A blob tells of one moment. While the widget waits for a file its screen is older than its events; and what another
 * tab writes is in storage before this tab hears of it. What nobody tells of (the page's own script, a person in the
 * developer tools) is noted as seen.
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
    const untold = findUntold(recorder.events(), entries());
    if (untold.length === 0) return;
    if (turns === hearingTurnsMax || performance.now() > until) {
      noteSeen(recorder, untold);
      return;
    }
    await turn();
  }
}

/** Where storage is not as events tell, and how it is; where their beginning is gone, as far as they tell of it. */
export function findUntold(events: readonly TraceEvent[], entries: readonly StorageEntry[]): StorageEntry[] {
  const told = new Map<string, string>();
  let before: string | undefined;
  for (const event of events) {
    if (event.kind !== 'storage') continue;
    const { key, value } = event;
    // There was no room: what was there stays.
    const stands = event.op === 'failed' ? (before ?? 'null') : JSON.stringify(value);
    before = told.get(key);
    told.set(key, stands);
  }
  const now = new Map(entries.map(({ key, value }) => [key, JSON.stringify(value)]));
  const isWhole = events[0]?.kind === 'load';
  const keys = new Set([...told.keys(), ...(isWhole ? now.keys() : [])]);
  return [...keys]
    .filter((key) => (told.get(key) ?? 'null') !== (now.get(key) ?? 'null'))
    .map((key) => ({ key, value: JSON.parse(now.get(key) ?? 'null') as unknown }));
}

function noteSeen(recorder: Pick<Recorder, 'events' | 'record'>, entries: readonly StorageEntry[]): void {
  const last = recorder.events().at(-1);
  if (!last) return;
  const { fields } = last;
  const wall = Date.now();
  const t = last.t + Math.max(0, wall - last.wall);
  for (const { key, value } of entries) {
    const op = value === null ? 'remove' : 'write';
    const told = { kind: 'storage', op, key, value, cause: 'observed' } as const;
    recorder.record({ witness: 'widget', t, wall, span: null, fields, ...told });
  }
}
