import { createRecorder, type Unnumbered } from '@hilo/shared/trace/recorder.ts';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { afterEach, expect, it, vi } from 'vitest';
import { keepTail } from './tail.ts';

afterEach(() => vi.unstubAllGlobals());

it('[R1.4] keeps the end of a load for the next one, in order, as much as there is room for', () => {
  const area = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => area.get(key) ?? null,
    setItem: (key: string, text: string) => area.set(key, text),
  });
  const recorder = createRecorder();
  const base = { witness: 'widget', t: 0, wall: 0, span: null, fields: emptyTenFields } as const;
  for (let i = 0; i < 400; i++) {
    const told = { ...base, kind: 'random', purpose: 'padding', value: 'x'.repeat(1_000) };
    recorder.record(told as Unnumbered);
  }
  keepTail('wgt_test', recorder, () => true).save();
  const text = keepTail('wgt_test', recorder, () => true).previous() ?? '';
  const seqs = (JSON.parse(text) as { seq: number }[]).map(({ seq }) => seq);
  expect(text.length).toBeLessThanOrEqual(200_000);
  expect(text.length).toBeGreaterThan(190_000);
  expect(seqs).toEqual(seqs.map((_, i) => 400 - seqs.length + 1 + i));
  area.clear();
  keepTail('wgt_test', recorder, () => false).save();
  expect(area.size).toBe(0);
});
