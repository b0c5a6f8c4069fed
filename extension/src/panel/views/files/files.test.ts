import { readFileSync } from 'node:fs';
import { joinSpec, specFiles } from '@hilo/shared/reconstruct/replay/join-spec.ts';
import { aChat, partsOf } from '@hilo/shared/testing/trace-blob.ts';
import { assembleBlob } from '@hilo/shared/trace/blob.ts';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ExportedLoad, faultsOf, judgeEvents, partsOfLoads } from './assemble.ts';
import { fileNameOf, formats, toFile, writeAs } from './formats.ts';
import { joinBlobs } from './join-blobs.ts';

const shared = new URL('../../../../../shared/', import.meta.url);
const har12 = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('testing/fixtures/har-1.2.schema.json', shared), 'utf8')),
);
const specRuntime = joinSpec(specFiles.map((name) => readFileSync(new URL(`spec/${name}`, shared), 'utf8')));
const context = { origin: 'https://chat.example', specRuntime };
const choice = { includeText: false, maskKey: [7, 9], madeAtMs: 1_700_000_000_000 } as const;
const chat = aChat();

function loadOf(traceId: string, events: readonly TraceEvent[]): ExportedLoad {
  return { traceId, events, lost: { count: 0, bytes: 0 }, letGo: 0 };
}

const [last] = chat.events.slice(-1);
const wire = (seq: number, kind: 'fault' | 'error') =>
  ({
    ...last,
    witness: 'wire',
    kind,
    seq,
    fault: 'cut_socket',
    phase: 'on',
    detail: null,
    where: 'x',
    message: 'x',
  }) as unknown as TraceEvent;
const whole = loadOf(chat.traceId, [...chat.events, wire(4, 'error'), wire(9, 'fault')]);
const earlier = loadOf(chat.previous!.traceId, chat.previous!.events);

function textOf(written: ReturnType<typeof writeAs>): string {
  if (!written.ok) throw new Error(written.sentence);
  return [...written.pieces].join('');
}

function readBack(blob: Blob): Blob {
  const reading = readBlob(textOf(writeAs('blob', blob, context)));
  if (!reading.ok) throw new Error(reading.sentence);
  return reading.blob;
}

function drain<Result>(steps: Generator<undefined, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('[R1.4] a blob of what the panel knows', () => {
  const blob = readBack(assembleBlob(partsOfLoads([earlier, whole], choice)));

  it('is read back, whole, with every load and what it is about last', () => {
    expect(blob.loads.map(({ traceId, role, complete }) => [traceId, role, complete])).toEqual([
      [earlier.traceId, 'previous', true],
      [whole.traceId, 'this', true],
    ]);
    expect(blob.fields.conversationId).toBe(last?.fields.conversationId);
    expect(blob.environment.userAgent).not.toBe('');
    expect(blob.storage.map(({ key }) => key)).toContain('chatDevice-wgt_pots');
  });

  it('holds what people wrote only where that was asked for, and no token ever', () => {
    const masked = textOf(writeAs('blob', blob, context));
    const open = textOf(
      writeAs('blob', assembleBlob(partsOfLoads([whole], { ...choice, includeText: true })), context),
    );
    expect(masked).not.toContain('Blue, please');
    expect(open).toContain('Blue, please');
    for (const text of [masked, open]) expect(text).not.toContain('tOk3n_Of-A-VisitoR_');
  });

  it('has the faults, counted anew, and says what it leaves out', () => {
    const faults = eventsOf(blob.loads.at(-1)!).filter(({ kind }) => kind === 'fault');
    expect(faults).toMatchObject([{ seq: 1, witness: 'wire', fault: 'cut_socket' }]);
    expect(faultsOf(whole.events)).toHaveLength(1);
    expect(blob.cuts.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['screen', 'events of other witnesses']),
    );
  });

  it('is judged like the load itself', () => {
    const said = (events: readonly TraceEvent[]) =>
      judgeEvents(events).map(({ rule, status }) => `${rule.id} ${status}`);
    expect(blob.verdicts.map(({ ruleId, status }) => `${ruleId} ${status}`)).toEqual(
      said([...earlier.events, ...whole.events]),
    );
    expect(blob.verdicts.filter(({ status }) => status === 'inconclusive' || status === 'violated')).toEqual(
      [],
    );
  });

  it('says where the panel let events go, and does not call that whole', () => {
    const cut = assembleBlob(partsOfLoads([{ ...whole, events: whole.events.slice(5), letGo: 5 }], choice));
    expect(cut.loads[0]?.complete).toBe(false);
    expect(cut.cuts).toContainEqual({ what: 'events', count: 5, bytes: 0, why: 'the recorder was full' });
    expect(writeAs('test', cut, context)).toMatchObject({ ok: false });
  });
});

describe('[R1.4] the widget’s own blob, with what the panel knows besides', () => {
  const own = assembleBlob(partsOf(chat));

  it('keeps the widget’s account and screen, and gains faults and the earlier load whole', () => {
    const joined = readBack(drain(joinBlobs(own, assembleBlob(partsOfLoads([earlier, whole], choice)))));
    expect(joined.screen).toBe(own.screen);
    expect(joined.madeBy).toBe('panel');
    expect(joined.loads.map(({ traceId }) => traceId)).toEqual([earlier.traceId, whole.traceId]);
    expect(joined.loads[0]?.complete).toBe(true);
    const main = joined.loads.at(-1)!;
    expect(eventsOf(main).slice(0, -1)).toEqual(eventsOf(own.loads.at(-1)!));
    expect(eventsOf(main).at(-1)).toMatchObject({ kind: 'fault', fields: { traceId: whole.traceId } });
  });

  it('keeps the tail of a load that the panel never saw', () => {
    const joined = drain(
      joinBlobs(own, assembleBlob(partsOfLoads([loadOf(whole.traceId, chat.events)], choice))),
    );
    expect(joined.loads.map(({ traceId, role }) => [traceId, role])).toEqual(
      own.loads.map(({ traceId, role }) => [traceId, role]),
    );
  });
});

describe('[R1.4] the formats', () => {
  const blob = assembleBlob(partsOf(chat));

  it('write a HAR that is valid HAR 1.2, with the backend’s address', () => {
    const har = JSON.parse(textOf(writeAs('har', blob, context)));
    expect(har12.safeParse(har).error?.issues ?? []).toEqual([]);
    expect(har.log.entries.length).toBeGreaterThan(5);
    expect(har.log.entries[0].request.url).toMatch(/^https:\/\/chat\.example\//);
    expect(har12.safeParse(JSON.parse(textOf(writeAs('har', { ...blob, loads: [] }, context)))).success).toBe(
      true,
    );
  });

  it('write a test with its story in it, a picture, and a summary', () => {
    const test = textOf(writeAs('test', blob, context));
    expect(test).toContain('the load');
    expect(test).toContain(whole.traceId);
    expect(textOf(writeAs('diagram', blob, context))).toMatch(/^<svg/);
    expect(textOf(writeAs('markdown', blob, context))).toMatch(/^# Hilo: /);
  });

  it('name files by load, day and whether texts are in', () => {
    const [format] = formats;
    expect(fileNameOf(format!, { ...blob, traceId: '../../4bf92f3577' }, 1_700_000_000_000)).toBe(
      'hilo-4bf92f35-2023-11-14.json',
    );
    expect(fileNameOf(format!, { ...blob, traceId: null, textIncluded: true }, 0)).toBe(
      'hilo-load-1970-01-01-with-texts.json',
    );
  });

  it('join pieces in batches, in order, without a text of the whole', () => {
    let largest = 0;
    const piece = 'x'.repeat(300_000);
    const made = toFile<{ text: string }>(
      (function* () {
        for (let i = 0; i < 20; i++) yield `${i},${piece}`;
      })(),
      (parts) => {
        const fresh = parts.filter((part) => typeof part === 'string').join('');
        largest = Math.max(largest, fresh.length);
        return { text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join('') };
      },
    );
    expect(made.text.match(/\d+,/g)).toEqual(Array.from({ length: 20 }, (_, i) => `${i},`));
    expect(largest).toBeLessThan(1_500_000);
  });
});
