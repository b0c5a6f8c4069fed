import { readFileSync } from 'node:fs';
import { limits } from '@hilo/shared/limits.ts';
import { hangingBlob } from '@hilo/shared/testing/trace-blob.ts';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { descriptionOf, isDetail } from './describe.ts';
import { findEvent, idOf } from './find-event.ts';
import { SessionFold } from './fold.ts';
import { IdIndex, idsIn, isId } from './ids.ts';
import { importBlob } from './import-blob.ts';
import { stateAt, storageAt } from './moment.ts';
import { indexOfEvent, insertInOrder } from './ordered.ts';
import { overviewOf } from './overview.ts';
import { findPrevious, payloadOf, requestOf, spanEvents } from './previous.ts';
import type { Load, LoadOrigin, Session } from './session.ts';
import { createSieve } from './sieve.ts';
import { Sifting } from './sift.ts';
import { momentBeside } from './stepping.ts';

function imported(...names: string[]): Session {
  const fold = new SessionFold({ kind: 'imported', names: [] });
  for (const name of names) {
    const url = new URL(`../../../../shared/testing/fixtures/${name}.json`, import.meta.url);
    const text = readFileSync(url, 'utf8');
    const reading = readBlob(text);
    if (!reading.ok) throw new Error(reading.sentence);
    for (const _ of importBlob(fold, reading.blob, name, text.length)) void _;
  }
  return fold.session();
}

/** Longer than anything may take. */
const hungMs = limits.requestTimeoutMs * 2 + 1_000;

function readIn(blob: Blob): Load {
  const fold = new SessionFold({ kind: 'imported', names: [] });
  for (const _ of importBlob(fold, blob, 'hanging', 1)) void _;
  return fold.session().loads[0] as Load;
}

const chat = imported('clean/chat').loads.at(-1) as Load;
const all = { text: '', hiddenKinds: [], hiddenWitnesses: [], range: null, withDetail: true } as const;
const kept = (load: Load, over: Partial<Parameters<typeof createSieve>[0]>) =>
  load.events.filter((event) => createSieve({ ...all, ...over }).keeps(event));

describe('an imported blob', () => {
  it('gives its loads with their states, and finds in them what it was recorded to break', () => {
    const session = imported('clean/chat', 'broken/shown-once');
    expect(session.loads.map(({ state }) => state)).toEqual(['active', 'solved', 'active']);
    expect(session.loads.map(({ violations }) => violations.map(({ ruleId }) => ruleId))).toEqual([
      [],
      [],
      ['shown-once'],
    ]);
    expect(session.source).toEqual({ kind: 'imported', names: ['clean/chat', 'broken/shown-once'] });
  });

  it('breaks by deadlines that passed before it was made, as it says itself', () => {
    const blob = hangingBlob(hungMs);
    const load = readIn(blob);
    const said = blob.verdicts.filter(({ status }) => status === 'violated').map(({ ruleId }) => ruleId);
    expect(said).toContain('operations-end');
    expect(load.violations.map(({ ruleId }) => ruleId).sort()).toEqual(said.sort());
    expect(readIn(hangingBlob(1_000)).violations).toEqual([]);
  });

  it('does not stand twice when it is opened twice', () => {
    expect(imported('clean/chat', 'clean/chat').loads).toHaveLength(2);
  });
});

function adoptUnjudged(
  fold: SessionFold,
  traceId: string,
  origin: LoadOrigin,
  events: readonly TraceEvent[],
): void {
  const book = fold.prepare(traceId, origin);
  for (const event of events) book.add({ event, bytes: 1, isOdd: false }, true);
  expect(fold.session().loads).toEqual([]);
  expect([fold.adopt(book), fold.adopt(book)]).toEqual([true, false]);
}

describe('a long file', () => {
  it('breaks by deadlines that passed before it was made, once all of it is judged', () => {
    const fold = new SessionFold({ kind: 'imported', names: [] });
    const { events, origin, traceId } = readIn(hangingBlob(1_000));
    adoptUnjudged(fold, traceId, origin, events);
    fold.judgeUntil(traceId, (events.at(-1)?.t ?? 0) + hungMs);
    expect(fold.session().loads[0]?.violations).toEqual([]);
    while (fold.judgeSome(7));
    expect(fold.session().loads[0]?.violations.map(({ ruleId }) => ruleId)).toContain('operations-end');
  });

  it('is judged afterwards, and comes to the same', () => {
    const fold = new SessionFold({ kind: 'imported', names: [] });
    const [broken] = imported('broken/shown-once').loads;
    adoptUnjudged(fold, broken!.traceId, broken!.origin, broken!.events);
    expect(fold.session().loads[0]).toMatchObject({ violations: [], toJudge: broken?.events.length });
    while (fold.judgeSome(7));
    expect(fold.session().loads[0]).toMatchObject({ violations: broken?.violations, toJudge: 0 });
    expect(fold.session().loads[0]?.verdicts()).toEqual(broken?.verdicts());
  });
});

describe('a mere detail', () => {
  it('is known without words, and is what the words say', () => {
    for (const { events } of imported('clean/chat', 'clean/identify', 'broken/sent-ends').loads)
      for (const event of events)
        expect(isDetail(event), event.kind).toBe(descriptionOf(event).weight === 'detail');
  });
});

describe('a moment', () => {
  it('says how things stood then', () => {
    const [move] = chat.byKind.get('transition') ?? [];
    expect(stateAt(chat, null)).toMatchObject({ state: 'solved', fields: chat.fields });
    expect(stateAt(chat, -1)).toMatchObject({ state: 'idle', unread: null });
    expect(stateAt(chat, move?.t ?? 0).state).toBe('active');
    expect([...storageAt(chat, null).keys()].some((key) => key.startsWith('chatCache-'))).toBe(true);
    expect(storageAt(chat, -1).size).toBe(0);
  });

  it('is stepped to the one before and after, over events of the same time', () => {
    const times = [...new Set(chat.events.map(({ t }) => t))];
    expect(momentBeside(chat.events, null, -1)).toBe(times.at(-1));
    expect(momentBeside(chat.events, times[2] as number, -1)).toBe(times[1]);
    expect(momentBeside(chat.events, times[2] as number, 1)).toBe(times[3]);
    expect(momentBeside(chat.events, times.at(-1) as number, 1)).toBeNull();
    expect(momentBeside(chat.events, times[0] as number, -1)).toBe(times[0]);
    expect(momentBeside([], 5, 1)).toBeNull();
  });
});

describe('a filter', () => {
  it('takes text, a regular expression, kinds, witnesses and a span of time', () => {
    expect(kept(chat, { text: 'BOOTSTRAP' }).length).toBeGreaterThan(0);
    const opened = kept(chat, { text: '/^SOCKET (open|closed)/i' });
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.every((event) => event.kind === 'socket')).toBe(true);
    expect(kept(chat, { hiddenKinds: ['timer', 'frame'] }).some(({ kind }) => kind === 'timer')).toBe(false);
    expect(kept(chat, { hiddenWitnesses: ['widget'] })).toEqual([]);
    expect(kept(chat, { range: [100, 600] }).every(({ t }) => t >= 100 && t <= 600)).toBe(true);
    expect(kept(chat, { withDetail: false }).length).toBeLessThan(chat.events.length);
  });

  it('keeps the proof of a broken promise although it is a mere detail', () => {
    const [proof] = chat.byKind.get('screen') ?? [];
    const sieve = createSieve({ ...all, withDetail: false, isProof: (event) => event === proof });
    expect(proof && sieve.keeps(proof)).toBe(true);
  });

  it('says what is wrong with an expression, and then shows everything', () => {
    const sieve = createSieve({ ...all, text: '/(/' });
    expect(sieve.sentence).toMatch(/^Not a regular expression/);
    expect(chat.events.every((event) => sieve.keeps(event))).toBe(true);
  });

  it('finds the same in slices, while the list grows, and anew after one came in between', () => {
    const sieve = createSieve({ ...all, text: 'socket' });
    const expected = chat.events.filter((event) => sieve.keeps(event));
    const growing = chat.events.slice(0, 40);
    const sifting = new Sifting(sieve);
    while (sifting.step(growing, () => true));
    growing.push(...chat.events.slice(40));
    while (sifting.step(growing, () => true));
    expect(sifting.kept).toEqual(expected);
    const late = { ...(expected[0] as (typeof expected)[number]), seq: 999 };
    insertInOrder(growing, late);
    while (sifting.step(growing, () => true));
    expect(sifting.kept).toEqual(growing.filter((event) => sieve.keeps(event)));
  });
});

describe('the life of an id', () => {
  it('is every event in which it occurs, also within a path', () => {
    const { conversationId } = chat.fields;
    const index = new IdIndex();
    for (const event of chat.events) index.add(event);
    const life = index.eventsOf(conversationId ?? '');
    const plain = chat.events.filter((event) => {
      const { fields: _, ...rest } = event;
      return JSON.stringify(rest).includes(conversationId ?? '-');
    });
    expect(life).toEqual(plain);
    expect(life.some((event) => event.kind === 'request' && event.path.includes(`${conversationId}`))).toBe(
      true,
    );
    expect(index.eventsOf('nothing')).toEqual([]);
  });

  it('knows ids from words', () => {
    expect(isId(chat.traceId)).toBe(true);
    expect(isId('active')).toBe(false);
    expect(idsIn(`00-${chat.traceId}-0123456789abcdef-01`)).toEqual([chat.traceId, '0123456789abcdef']);
  });
});

describe('what belongs to an event', () => {
  it('is its request, its operation, and the one before that tells of the same thing', () => {
    const response = chat.byKind.get('response')?.[0];
    if (response?.kind !== 'response') throw new Error('assert: the chat has an answer');
    const request = requestOf(chat, response);
    expect(request?.requestId).toBe(response.requestId);
    expect(spanEvents(chat, response)).toContain(request);
    const writes = (chat.byKind.get('storage') ?? []).filter(
      (event) => event.kind === 'storage' && event.key.startsWith('chatCache-'),
    );
    const last = writes.at(-1);
    expect(last && findPrevious(chat, last)).toBe(writes.at(-2));
    expect(last && payloadOf(last)).toHaveProperty('seal');
    expect(findPrevious(chat, chat.events[0]!)).toBeUndefined();
  });

  it('is found by its name, and by its place', () => {
    const event = chat.events[20]!;
    expect(findEvent([chat], idOf(event))?.event).toBe(event);
    expect(findEvent([chat], 'nobody/w1')).toBeUndefined();
    expect(findEvent([chat], '')).toBeUndefined();
    expect(indexOfEvent(chat.events, event)).toBe(20);
    expect(indexOfEvent(chat.events, { ...event })).toBe(-1);
  });
});

describe('the overview', () => {
  it('counts every event once', () => {
    const { counts } = overviewOf(chat.events, 50);
    const sum = [...counts.values()].flatMap((lane) => [...lane]).reduce((a, b) => a + b, 0);
    expect(sum).toBe(chat.events.length);
    expect(overviewOf([], 10).toT).toBeGreaterThan(0);
  });
});
