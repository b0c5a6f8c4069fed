import { describe, expect, it } from 'vitest';
import type { Event } from '../core/events.ts';
import { initialModel } from '../core/model.ts';
import { reduce } from '../core/reduce.ts';
import { aConfig, nothingStored } from '../core/testing/driver.ts';
import { createJournal, type Journal } from './journal.ts';
import { readTail } from './read-tail.ts';
import { keepTail } from './tail.ts';
import { createTracer } from './tracer.ts';

const first = initialModel('wgt_test', '1'.repeat(32));
const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const;

/** The beginning of a chat, told step by step. */
function play(journal: Journal, attach: (step: number) => void = () => {}): void {
  const events: Event[] = [
    {
      type: 'boot',
      call: 1,
      locale: null,
      pageLocale: 'en',
      user: null,
      visible: true,
      online: true,
      persistent: true,
      stored: nothingStored,
    },
    {
      type: 'answered',
      route: 'bootstrap',
      lane: 'bootstrap',
      about: '',
      epoch: 0,
      answer: { widget: aConfig, token: 'none', snapshot: null, serverTime: 0 },
      failure: null,
    },
    { type: 'launcher_clicked' },
    { type: 'start_clicked' },
    { type: 'draft_changed', text: 'hello' },
    { type: 'send_clicked' },
    { type: 'network', online: false },
    { type: 'closed' },
  ];
  let model = first;
  events.forEach((event, i) => {
    attach(i);
    const time = { at: 5_000 + i, epochMs: 1_700_000_000_000 + i };
    journal.say('began', event, time, event.type === 'answered' ? { requestId: 1, status: 200 } : {});
    journal.drawn('id', ids[0]);
    const { state, effects, cause } = reduce(model, { ...event, stamp: { ...time, random: 0.5, ids } });
    journal.say('followed', state, effects, cause);
    model = state;
    for (const effect of effects) if (effect.type === 'request') journal.request(effect);
  });
}

function eventsOf(journal: Journal) {
  return journal.tracer()?.recorder.events();
}

function told(at: number) {
  const journal = createJournal(first, 5_000, () => {});
  const attach = () => {
    const { lost } = journal.kept;
    journal.attach(createTracer(journal.kept.first, 5_000, lost));
  };
  play(journal, (step) => step === at && attach());
  if (!journal.tracer()) attach();
  return eventsOf(journal);
}

describe('[R1.3] the journal', () => {
  it('tells a tracer that comes late the same as one that was there from the start', () => {
    const whole = told(0);
    expect(whole?.length).toBeGreaterThan(15);
    for (const at of [1, 4, 7, 99]) expect(told(at)).toEqual(whole);
  });

  it('keeps a bounded number of calls, asks for the tracer, and counts what was cut', () => {
    let asked = 0;
    const journal = createJournal(first, 5_000, () => {
      asked += 1;
    });
    for (let i = 0; i < 10_000; i++) journal.say('drawn', 'id', `${i}`);
    const { calls, lost } = journal.kept;
    expect(asked).toBeGreaterThan(0);
    expect(calls.length).toBeLessThanOrEqual(2_000);
    expect(calls.length + lost).toBe(10_000);
    journal.attach(createTracer(first, 5_000, lost));
    const { recorder } = journal.tracer() ?? {};
    expect(recorder?.events()[0]?.seq).toBe(lost + 1);
    expect(recorder?.dropped().count).toBe(lost);
  });

  it('keeps few calls where they carry much', () => {
    const journal = createJournal(first, 5_000, () => {});
    for (let i = 0; i < 1_000; i++) journal.say('stored', 'write', 'cache', 'x'.repeat(10_000));
    expect(journal.kept.calls.length).toBeLessThanOrEqual(200);
  });
});

describe('[R1.3] the tail of a load', () => {
  it('is read as the same events, whether the tracer was there or not', () => {
    const area = new Map<string, string>();
    Object.assign(globalThis, {
      sessionStorage: {
        getItem: (key: string) => area.get(key) ?? null,
        setItem: (key: string, text: string) => area.set(key, text),
      },
    });
    const journal = createJournal(first, 5_000, () => {});
    play(journal);
    const tail = keepTail('wgt_test', 'build-1', journal, () => true);
    const read = () => {
      tail.save();
      return readTail(keepTail('wgt_test', 'build-1', journal, () => true).previous(), 'build-1');
    };
    const early = read();
    journal.attach(createTracer(first, 5_000));
    expect(early).toEqual(JSON.parse(JSON.stringify(eventsOf(journal))));
    expect(read()).toEqual(JSON.parse(JSON.stringify(eventsOf(journal))));
    expect(readTail('{"calls": 3', 'build-1')).toBeNull();
    expect(readTail('{}', 'build-1')).toBeNull();
    expect(readTail(null, 'build-1')).toBeNull();
  });
});
