import { aChat, partsOf } from '@hilo/shared/testing/trace-blob.ts';
import { assembleBlob } from '@hilo/shared/trace/blob.ts';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import type { Answer, Command } from '../../../channel/messages.ts';
import type { Load, LoadOrigin } from '../../model/session.ts';
import { type ExportPorts, makeExport } from './make-export.ts';

const chat = aChat();
const inTab: LoadOrigin = { kind: 'tab', tab: 1, documentId: 'd1', frameId: 0 };
const own = assembleBlob(partsOf(chat, { madeBy: 'panel' }));
const open = assembleBlob(partsOf(chat, { includeText: true }));
const [last] = chat.events.slice(-1);
const fault = {
  ...last,
  witness: 'wire',
  kind: 'fault',
  seq: 3,
  fault: 'offline',
  phase: 'on',
  detail: {},
} as TraceEvent;

function loadOf(origin: LoadOrigin, more: readonly TraceEvent[] = [], tab = chat): Load {
  const events = [...tab.events, ...more];
  return {
    traceId: tab.traceId,
    origin,
    documentId: 'd1',
    events,
    lost: { count: 0, bytes: 0 },
    letGo: 0,
  } as unknown as Load;
}

function portsWith(answer: Answer, isAlive = true): ExportPorts & { asked: Command[] } {
  const asked: Command[] = [];
  return {
    asked,
    command: async (_documentId, command) => {
      asked.push(command);
      return answer;
    },
    isAlive: () => isAlive,
    drawMaskKey: () => [1, 2],
    now: () => 1_700_000_000_000,
    async inTurns(steps) {
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
      }
    },
  };
}

async function exported(...given: Parameters<typeof makeExport>): Promise<{ blob: Blob; notes: string[] }> {
  const made = await makeExport(...given);
  if (!made.ok) throw new Error(made.sentence);
  expect(readBlob([...writeBlob(made.blob)].join(''))).toMatchObject({ ok: true });
  return made;
}

const masked = { includeText: false };

describe('[R1.4] an export', () => {
  it('is the widget’s own blob where its page is there', async () => {
    const ports = portsWith({ ok: true, value: own });
    const { blob, notes } = await exported([loadOf(inTab)], masked, ports);
    expect(blob).toEqual(own);
    expect(notes).toEqual([]);
    expect(ports.asked).toMatchObject([{ type: 'blob', traceId: chat.traceId, includeText: false }]);
  });

  it('gains the faults that only the panel knows', async () => {
    const { blob } = await exported([loadOf(inTab, [fault])], masked, portsWith({ ok: true, value: own }));
    expect(eventsOf(blob.loads.at(-1)!).at(-1)).toMatchObject({ kind: 'fault', fault: 'offline', seq: 1 });
    expect(blob.screen).toBe(own.screen);
  });

  it('is what the panel knows where the page is gone, answers with something else, or with texts that nobody asked for', async () => {
    const answers: Answer[] = [
      { ok: false, sentence: 'It is gone.' },
      { ok: true, value: { format: 'hilo-debug-blob' } },
      { ok: true, value: { ...own, traceId: 'another' } },
      { ok: true, value: open },
    ];
    for (const answer of answers) {
      const { blob, notes } = await exported([loadOf(inTab)], masked, portsWith(answer));
      expect(blob).toMatchObject({
        madeBy: 'panel',
        screen: null,
        textIncluded: false,
        traceId: chat.traceId,
      });
      expect(JSON.stringify(blob)).not.toContain('Blue, please');
      expect(notes[0]).toContain('what the panel knows');
    }
    const gone = portsWith({ ok: true, value: own }, false);
    await exported([loadOf(inTab)], masked, gone);
    expect(gone.asked).toEqual([]);
  });

  it('hands a file on as it came, and masks what it holds where that was not asked for', async () => {
    const ofFile = (blob: Blob) => loadOf({ kind: 'file', name: 'x.json', role: 'this', blob });
    const ports = portsWith({ ok: false, sentence: '' }, false);
    expect((await exported([ofFile(own)], masked, ports)).blob).toBe(own);
    expect((await exported([ofFile(open)], { includeText: true }, ports)).blob).toBe(open);
    expect((await exported([ofFile(own)], { includeText: true }, ports)).notes[0]).toContain('without texts');
    const closed = (await exported([ofFile(open)], masked, ports)).blob;
    expect(JSON.stringify(closed)).not.toContain('Blue, please');
  });

  it('takes several loads together, what it is about last', async () => {
    const before = loadOf(inTab, [], chat.previous as typeof chat);
    const { blob } = await exported([before, loadOf(inTab)], masked, portsWith({ ok: true, value: own }));
    expect(blob.loads.map(({ traceId, role }) => [traceId, role])).toEqual([
      [chat.previous?.traceId, 'previous'],
      [chat.traceId, 'this'],
    ]);
    expect(await makeExport([], masked, portsWith({ ok: false, sentence: '' }))).toMatchObject({ ok: false });
  });
});
