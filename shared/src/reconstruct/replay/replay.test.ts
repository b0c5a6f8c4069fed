import { describe, expect, it } from 'vitest';
import { blobOf } from '../../../testing/trace-blob.ts';
import { openTab } from '../../../testing/trace-builder.ts';
import { sealOf } from '../../trace/cache-seal.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { compareEvents, createCopier } from './compare.ts';
import { compareScreens, compareStorage } from './compare-end.ts';
import { controlTypes, findControl } from './controls.ts';
import { isInput } from './inputs.ts';
import { type LoadScript, planReplay } from './plan.ts';
import { storyOf } from './story.ts';
import { judgeReplay } from './verdict.ts';

const build = 'hilo-0.1.0+test';
const aBlob = () => blobOf(openTab().bootstrap().start().connect().send('Where is my <b>order</b>?'));

function scriptOf(blob = aBlob()) {
  const plan = planReplay(blob, build);
  if (!plan.ok) throw new Error(plan.sentence);
  return plan.scripts[0]!;
}

function judge(change: (events: TraceEvent[]) => void, more = {}) {
  const script = scriptOf();
  const events = structuredClone(script.events);
  change(events);
  const { storage = [], screen = null } = script.end ?? {};
  const replayed = { events, stuck: null, storage, screen, ...more };
  return judgeReplay(script, replayed, createCopier(script));
}

/** As if the answer to one operation had been taken for another's. */
function exchangeSpans(events: TraceEvent[]): void {
  const [one, other] = events.filter((event) => event.kind === 'operation' && event.phase === 'start');
  if (!one?.span || !other?.span) throw new Error('there are no two operations');
  [one.span, other.span] = [other.span, one.span];
}

describe('[R1.4] the plan of a replay', () => {
  it('takes every load that is whole, with the storage it began with', () => {
    const script = scriptOf();
    expect(script.events[0]?.kind).toBe('load');
    expect(script.end).not.toBeNull();
    expect(script.events.some(isInput)).toBe(true);
  });

  it('compares no other build', () => {
    expect(planReplay(aBlob(), 'hilo-widget-00000000')).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('hilo-0.1.0+test, here is hilo-widget-00000000'),
    });
  });

  it('skips a load whose beginning was cut, and says so', () => {
    const blob = aBlob();
    blob.loads[0]!.complete = false;
    expect(planReplay(blob, build)).toMatchObject({ ok: false, sentence: expect.stringContaining('cut') });
    expect(storyOf(blob).ok).toBe(false);
  });
});

describe('[R1.4] a replay held against its recording', () => {
  it('is identical where nothing differs but the time', () => {
    const { outcome, sentence, counts } = judge((events) => {
      for (const event of events) event.t += 1;
    });
    expect(outcome).toBe('identical');
    expect(sentence).toContain(`${counts.requests} requests`);
    expect(counts.requests).toBeGreaterThan(1);
  });

  it.each<[string, (events: TraceEvent[]) => void, number]>([
    ['an event less', (events) => events.splice(3, 1), 4],
    ['an event more', (events) => events.push(structuredClone(events[1]!)), -1],
    ['another value', (events) => Object.assign(events[4]!.fields, { deviceId: null }), 1],
    ['an operation under the span of another', exchangeSpans, -1],
  ])('differs by %s, and names it', (_, change, seq) => {
    const { outcome, difference } = judge(change);
    expect(outcome).toBe('different');
    if (seq > 0) expect(difference?.seq).toBeLessThanOrEqual(Math.max(seq, 5));
    expect(difference?.sentence).toMatch(/^event \d+/);
  });

  it('goes on where a load was left, with what a screen tells that is drawn at once, and with nothing else', () => {
    const { events } = scriptOf();
    const base = events.at(-1)!;
    const seen = { ...base, kind: 'action', action: { type: 'thread_end_visible', visible: true } };
    const clicked = { ...base, kind: 'action', action: { type: 'send_clicked' } };
    const outcomeOf = (end: LoadScript['end'], next: object) => {
      const script = { ...scriptOf(), end };
      const replayed = { events: [...events, next as TraceEvent], stuck: null, storage: [], screen: null };
      return judgeReplay(script, replayed, createCopier(script)).outcome;
    };
    expect(outcomeOf(null, seen)).toBe('identical');
    expect(outcomeOf(null, clicked)).toBe('different');
    expect(outcomeOf(scriptOf().end, seen)).toBe('different');
  });

  it('differs where something from outside could not happen again', () => {
    const script = scriptOf();
    const at = script.events.findIndex(isInput) + 1;
    const { difference } = judge((events) => events.splice(at - 1), {
      stuck: { seq: at, why: 'no such button' },
    });
    expect(difference).toMatchObject({ seq: at, happened: 'no such button' });
  });

  it('differs by what storage holds in the end', () => {
    expect(compareStorage([{ key: 'a', value: { b: 1 } }], [{ key: 'a', value: { b: 2 } }])?.path).toBe(
      '/a/b',
    );
    expect(compareStorage([{ key: 'a', value: 1 }], [])?.happened).toBe('no such key');
    expect(compareStorage([{ key: 'a', value: 1 }], [{ key: 'a', value: 1 }])).toBeUndefined();
  });

  it('differs by the screen: its roles, its states, and the shape of what it says', () => {
    const screen = 'dialog "Kxq"\n  button [expanded=true] "Abc 12"';
    expect(compareScreens(screen, screen.replace('Abc', 'Xyz'), false)).toBeUndefined();
    expect(compareScreens(screen, screen.replace('Abc', 'Xyz'), true)?.path).toBe('/2');
    expect(compareScreens(screen, screen.replace('Abc', 'Abcd'), false)?.path).toBe('/2');
    expect(compareScreens(screen, screen.replace('true', 'false'), false)?.path).toBe('/2');
    expect(compareScreens(screen, null, false)?.happened).toBe('nothing more');
  });

  it('keeps the seal of a cache whose token only another load names', () => {
    const token = 'hilo-secret-0002-xxxxxxxxxxxxxxxxxxxxxxxxxA';
    const cache = { version: 3 };
    const entry = { key: 'chatCache-wgt_a', value: { seal: sealOf('wgt_a', token, cache), cache } };
    expect(createCopier({ textIncluded: false, tokens: [token] }).entry(entry)).toEqual(entry);
    expect(createCopier({ textIncluded: false, tokens: [] }).entry(entry).value).toMatchObject({ seal: 0 });
  });

  it('finds no difference between equal accounts', () => {
    const { events } = scriptOf();
    expect(compareEvents(events, structuredClone(events))).toBeUndefined();
  });
});

describe('[R1.4] the controls of the widget', () => {
  it.each(controlTypes)('say where %s is done', (type) => {
    expect(findControl({ type })?.selectors.length).toBeGreaterThan(0);
  });

  it('know nothing of members that every object has', () => {
    expect(findControl({ type: 'constructor' })).toBeUndefined();
    expect(findControl({ type: '__proto__' })).toBeUndefined();
  });

  it('cannot be left by what stands in an id', () => {
    const control = findControl({ type: 'conversation_chosen', conversationId: '"] *, [x="' } as {
      type: string;
    });
    expect(control?.selectors[0]).toBe('[data-key="\\"] *, [x=\\""].row');
  });
});
