import type { Unnumbered } from '@hilo/shared/trace/recorder.ts';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { afterEach, expect, it, vi } from 'vitest';
import { initialModel } from '../core/model.ts';
import { createJournal } from './journal.ts';
import { readTail } from './read-tail.ts';
import { keepTail } from './tail.ts';
import { createTracer } from './tracer.ts';

afterEach(() => vi.unstubAllGlobals());

it('[R1.4] keeps the end of a load for the next one, in order, as much as there is room for', () => {
  const area = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => area.get(key) ?? null,
    setItem: (key: string, text: string) => area.set(key, text),
  });
  const first = initialModel('wgt_test', '1'.repeat(32));
  const journal = createJournal(first, 0, () => {});
  const tracer = createTracer(first, 0);
  journal.attach(tracer);
  const { recorder } = tracer;
  const base = { witness: 'widget', t: 0, wall: 0, span: null, fields: emptyTenFields } as const;
  for (let i = 0; i < 400; i++) {
    const told = { ...base, kind: 'random', purpose: 'padding', value: 'x'.repeat(1_000) };
    recorder.record(told as Unnumbered);
  }
  keepTail('wgt_test', journal, () => true).save();
  const text = keepTail('wgt_test', journal, () => true).previous() ?? '';
  const seqs = (JSON.parse(text) as { seq: number }[]).map(({ seq }) => seq);
  expect(text.length).toBeLessThanOrEqual(200_000);
  expect(text.length).toBeGreaterThan(190_000);
  expect(seqs).toEqual(seqs.map((_, i) => 400 - seqs.length + 1 + i));
  area.clear();
  keepTail('wgt_test', journal, () => false).save();
  expect(area.size).toBe(0);
});

it('[R1.4] keeps what fits also where nobody has read it yet, and nothing where not even the last of it does', () => {
  const area = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => area.get(key) ?? null,
    setItem: (key: string, text: string) => area.set(key, text),
  });
  const first = initialModel('wgt_test', '1'.repeat(32));
  const journal = createJournal(first, 0, () => {});
  for (let i = 0; i < 400; i++) journal.say('stored', 'write', 'cache', `"${'x'.repeat(1_000)}"`);
  keepTail('wgt_test', journal, () => true).save();
  const text = keepTail('wgt_test', journal, () => true).previous();
  const events = readTail(text);
  expect(text?.length).toBeLessThanOrEqual(200_000);
  expect(events?.length).toBeGreaterThanOrEqual(100);
  expect(events?.at(-1)?.seq).toBe(400);
  expect(journal.kept.calls).toHaveLength(400);

  area.clear();
  const heavy = createJournal({ ...first, drafts: { new: 'x'.repeat(300_000) } }, 0, () => {});
  heavy.say('drawn', 'id', '1');
  keepTail('wgt_test', heavy, () => true).save();
  expect(area.size).toBe(0);
});
