import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentId, documentInfo, liveRecords, recordsFrom } from '../testing/live-chat.ts';
import { findOddity } from './admit.ts';
import { panelBounds } from './bounds.ts';
import { descriptionOf } from './describe.ts';
import { examine } from './examine.ts';
import { SessionFold } from './fold.ts';
import { createSieve } from './sieve.ts';

const records = liveRecords();
const newFold = () => new SessionFold({ kind: 'live', tabId: 1 });

function foldEvents(...events: unknown[]) {
  const fold = newFold();
  const message = { ...recordsFrom(0, []), records: events.map((event, i) => ({ n: i + 1, event })) };
  fold.take(message);
  return fold.session();
}

const [first] = records;
const { witness, wall, span, fields } = first!.event;
const base = { witness, wall, span, fields, seq: 2, t: 3 };

describe('what a hostile page can say', () => {
  it('never crashes, and never reaches a prototype, whatever a message is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withDate: true, withBigInt: true }), (value) => {
        const fold = newFold();
        fold.take(value);
        fold.take({ ...recordsFrom(0, []), records: [value, { n: 1, event: value }] });
        fold.take({ type: 'document', document: value, lastN: 1, dropped: { count: 0, bytes: 0 } });
        for (const { events } of fold.session().loads) for (const event of events) descriptionOf(event);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is shown as it came where an event is not as the vocabulary says', () => {
    const raw = { ...base, kind: 'telepathy', thought: '<img src=x onerror=alert(1)>' };
    const [load] = foldEvents(first!.event, raw).loads;
    const odd = load?.events.at(-1);
    expect(load?.odd).toBe(1);
    expect(odd && findOddity(odd)?.raw).toEqual(raw);
    expect(odd && descriptionOf(odd).text).toContain('telepathy');
  });

  it('cannot make a rule or a description fall over with what stands in a body', () => {
    const bodies = [
      { snapshot: 5 },
      { changes: { changes: 7 } },
      { conversations: [null] },
      JSON.parse('{"__proto__": {"polluted": true}, "changes": {"changes": [{"type": "message"}]}}'),
    ];
    const request = records.find(({ event }) => event.kind === 'request')?.event;
    const response = records.find(({ event }) => event.kind === 'response')?.event;
    const events = bodies.flatMap((body, i) => [
      { ...request, witness: 'widget', seq: 2 * i + 2, requestId: i },
      { ...response, witness: 'widget', seq: 2 * i + 3, requestId: i, body },
    ]);
    const [load] = foldEvents(first!.event, ...events).loads;
    expect(load?.events).toHaveLength(events.length + 1);
    for (const event of load?.events ?? []) expect(descriptionOf(event).text).not.toBe('');
    expect(load?.verdicts().length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('cannot fill the memory with one event: too deep, in circles, too large', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const huge = 'x'.repeat(panelBounds.eventBytesMax);
    for (const value of [deep, circle, huge]) {
      expect(examine(value).fit).toBe(false);
      const [load] = foldEvents(first!.event, { ...base, kind: 'api', method: 'boot', args: value }).loads;
      expect(load?.odd).toBe(1);
    }
  });

  it('leaves out records whose numbers go back', () => {
    const message = {
      ...recordsFrom(0, []),
      records: [
        { n: 5, event: first!.event },
        { n: 2, event: first!.event },
        { n: Number.NaN, event: first!.event },
      ],
    };
    const fold = newFold();
    fold.take(message);
    expect(fold.heardUpTo(documentId)).toBe(5);
    expect(fold.session().loads[0]?.events).toHaveLength(1);
  });

  it('cannot open loads or documents without end', () => {
    const fold = newFold();
    const many = panelBounds.loadsMax + 50;
    const forged = Array.from({ length: many }, (_, i) => ({
      n: i + 1,
      event: { ...first!.event, fields: { ...base.fields, traceId: `${i}`.padStart(32, '0') } },
    }));
    fold.take({ ...recordsFrom(0, []), records: forged });
    expect(fold.session().loads).toHaveLength(panelBounds.loadsMax);
    expect(fold.session().letGo).toMatchObject({ loads: 50, events: 50 });
    for (let i = 0; i < panelBounds.documentsMax + 5; i++)
      fold.take({
        type: 'document',
        document: documentInfo({ documentId: `${i}` }),
        lastN: 0,
        dropped: { count: 0, bytes: 0 },
      });
    expect(fold.session().documents.size).toBe(panelBounds.documentsMax);
  });

  it('shows text that looks like markup as text, and finds it', () => {
    const [load] = foldEvents(first!.event, {
      ...base,
      kind: 'api',
      method: 'boot',
      args: ['<script>alert(1)</script>'],
    }).loads;
    const sieve = createSieve({
      text: '<script>',
      hiddenKinds: [],
      hiddenWitnesses: [],
      range: null,
      withDetail: false,
    });
    expect(load?.events.filter((event) => sieve.keeps(event))).toHaveLength(1);
  });
});
