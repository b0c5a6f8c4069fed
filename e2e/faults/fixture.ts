import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge } from '@hilo/shared/invariants/engine.ts';
import type { Verdict } from '@hilo/shared/invariants/rule.ts';
import { assembleBlob } from '@hilo/shared/trace/blob.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import { rootFolder } from './patch.ts';
import type { RecordedLoad } from './stage.ts';

const folder = join(rootFolder, 'shared/testing/fixtures');

export function judge(events: readonly TraceEvent[]): Verdict[] {
  const judge = createJudge(catalogue);
  for (const event of events) judge.push(event);
  return judge.verdicts();
}

/** The blob of one tab, masked, assembled by the code that assembles every blob. `lines`: the server's of the last load. */
export function blobOf(loads: readonly RecordedLoad[], lines: readonly TraceEvent[] = []): Blob {
  const last = loads.at(-1);
  const begun = last?.events.find((event): event is TraceEventOf<'load'> => event.kind === 'load');
  if (!last || !begun) throw new Error('nothing was recorded from its beginning');
  return assembleBlob({
    build: last.build,
    madeBy: 'test',
    madeAtMs: last.events.at(-1)?.wall ?? begun.wall,
    environment: {
      userAgent: begun.userAgent,
      language: begun.language,
      locale: 'en',
      timeZone: null,
      viewport: begun.viewport,
      url: begun.url,
      clockOffsetMs: null,
    },
    loads: loads.map((load) => ({
      traceId: load.traceId,
      role: load === last ? 'this' : 'previous',
      storage: null,
      events: load === last ? [...load.events, ...lines] : load.events,
    })),
    storage: [],
    screen: null,
    ownTexts: [],
    includeText: false,
    // One key for all: what is recorded again differs only where it is different.
    maskKey: [0x68696c6f, 0x66617573],
    judge,
  });
}

/** Where a fixture is kept: `broken/<rule>` or `clean/<story>`. */
export function fixtureFile(name: string): string {
  return join(folder, `${name}.json`);
}

/** Writes a fixture; one event a line. Resolves with its length. */
export async function writeFixture(name: string, blob: Blob): Promise<number> {
  const file = fixtureFile(name);
  await mkdir(join(file, '..'), { recursive: true });
  const text = printBlob(blob);
  await writeFile(file, text);
  return text.length;
}

function printBlob(blob: Blob): string {
  const text = JSON.stringify(blob);
  return `${text.replaceAll('},{"witness"', '},\n{"witness"').replaceAll('],"', '],\n"')}\n`;
}
