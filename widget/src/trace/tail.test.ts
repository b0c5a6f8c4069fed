import type { Unnumbered } from '@hilo/shared/trace/recorder.ts';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { afterEach, expect, it, vi } from 'vitest';
import { initialModel, type Model } from '../core/model.ts';
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
  keepTail('wgt_test', 'build-1', journal, () => true).save();
  const text = keepTail('wgt_test', 'build-1', journal, () => true).previous() ?? '';
  const seqs = (readTail(text, 'build-1') ?? []).map(({ seq }) => seq);
  expect(text.length).toBeLessThanOrEqual(120_000);
  expect(text.length).toBeGreaterThan(110_000);
  expect(seqs).toEqual(seqs.map((_, i) => 400 - seqs.length + 1 + i));
  area.clear();
  keepTail('wgt_test', 'build-1', journal, () => false).save();
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
  keepTail('wgt_test', 'build-1', journal, () => true).save();
  const text = keepTail('wgt_test', 'build-1', journal, () => true).previous();
  const events = readTail(text, 'build-1');
  expect(text?.length).toBeLessThanOrEqual(120_000);
  expect(events?.length).toBeGreaterThanOrEqual(50);
  expect(events?.at(-1)?.seq).toBe(400);
  expect(journal.kept.calls).toHaveLength(400);
  // Its calls name things as that build does.
  expect(readTail(text, 'build-2')).toBeNull();

  area.clear();
  const heavy = createJournal({ ...first, drafts: { new: 'x'.repeat(300_000) } }, 0, () => {});
  heavy.say('drawn', 'id', '1');
  keepTail('wgt_test', 'build-1', heavy, () => true).save();
  expect(area.size).toBe(0);
});

it('[R1.4] is the same whether it was written while the page had time or all at once', () => {
  const area = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => area.get(key) ?? null,
    setItem: (key: string, text: string) => area.set(key, text),
  });
  const whole = (mayIdle: boolean, attach: boolean, count: number) => {
    let turns = 0;
    vi.stubGlobal('requestIdleCallback', (work: () => void) => {
      turns += 1;
      if (mayIdle) work();
    });
    let state: Model = initialModel('wgt_test', '1'.repeat(32));
    const journal = createJournal(state, 0, () => {});
    if (attach) journal.attach(createTracer(state, 0));
    const tail = keepTail('wgt_test', 'build-1', journal, () => true);
    for (let i = 0; i < count; i++) {
      journal.say(
        'tell',
        { kind: 'page', what: 'visible', detail: `${i}`.repeat(100) },
        { at: i, epochMs: i },
      );
      journal.say('began', { type: 'network', online: true }, { at: i, epochMs: i }, {});
      state = { ...state, drafts: { new: `draft ${i}` } };
      journal.say('followed', state, [], 'operation' as never);
      tail.grow();
    }
    tail.save();
    return {
      turns,
      events: readTail(area.get('chatTrace-wgt_test') ?? null, 'build-1'),
      text: area.get('chatTrace-wgt_test'),
    };
  };
  for (const attach of [false, true]) {
    // What fits, and what has to be begun anew again and again.
    for (const count of [100, 1_500]) {
      const [slow, quick] = [whole(true, attach, count), whole(false, attach, count)];
      expect(slow.turns).toBeGreaterThan(0);
      expect(slow.text?.length).toBeLessThanOrEqual(120_000);
      // Numbers of events go on from how many calls were cut, which is as good as any.
      const [some, others] = [slow, quick].map(({ events }) =>
        (events ?? []).map(({ seq, ...event }) => event),
      ) as [object[], object[]];
      expect(Math.min(some.length, others.length)).toBeGreaterThanOrEqual(50);
      const shared = Math.min(some.length, others.length);
      expect(some.slice(-shared)).toEqual(others.slice(-shared));
      expect(some.at(-1)).toMatchObject({ t: count - 1, fields: { widgetId: 'wgt_test' } });
    }
  }
});

it('[E9] of what was forgotten nothing is in the end of a load', () => {
  const area = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => area.get(key) ?? null,
    setItem: (key: string, text: string) => area.set(key, text),
  });
  vi.stubGlobal('requestIdleCallback', (work: () => void) => work());
  const first = initialModel('wgt_test', '1'.repeat(32));
  const journal = createJournal(first, 0, () => {});
  const tracer = createTracer(first, 0);
  journal.attach(tracer);
  const say = (detail: string) =>
    journal.say('tell', { kind: 'page', what: 'visible', detail }, { at: 0, epochMs: 0 });
  for (let i = 0; i < 120; i++) say('of Ana');
  tracer.recorder.clear();
  say('of Bo');
  keepTail('wgt_test', 'build-1', journal, () => true).save();
  const text = area.get('chatTrace-wgt_test');
  expect(text).toContain('of Bo');
  expect(text).not.toContain('of Ana');
});
