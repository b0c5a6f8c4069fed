import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentId, documentInfo, liveRecords, recordsFrom } from '../testing/live-chat.ts';
import { SessionFold } from './fold.ts';
import type { Load, Session } from './session.ts';

const records = liveRecords();
const total = records.length;

function newFold(): SessionFold {
  const fold = new SessionFold({ kind: 'live', tabId: 1 });
  fold.take({
    type: 'document',
    document: documentInfo(),
    lastN: 0,
    dropped: { count: 0, bytes: 0 },
  });
  return fold;
}

/** What a session says, without what merely counts how often it was asked. */
function told({ loads, documents, letGo }: Session): unknown {
  return {
    loads: loads.map(({ verdicts, revision: _, ...load }: Load) => ({ ...load, verdicts: verdicts() })),
    documents,
    letGo,
  };
}

function whole(): Session {
  const fold = newFold();
  fold.take(recordsFrom(0, records));
  return fold.session();
}

describe('folding what documents say', () => {
  it('makes one load of both witnesses, in one order, with state, fields and promises', () => {
    const [load] = whole().loads;
    expect(load?.events).toHaveLength(total);
    expect(load?.events.every((event, i) => i === 0 || event.t >= load.events[i - 1]!.t)).toBe(true);
    expect(load?.state).toBe('active');
    expect(load?.fields.conversationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(load?.violations).toEqual([]);
    expect(load?.captureLoss).toEqual({ onlyWidget: 0, onlyWire: 0 });
    expect(load?.verdicts().some((verdict) => verdict.status === 'holds')).toBe(true);
  });

  it('comes to the same in whatever batches it arrives', () => {
    const expected = told(whole());
    fc.assert(
      fc.property(fc.array(fc.nat(total), { maxLength: 8 }), (cuts) => {
        const fold = newFold();
        const ends = [...new Set([...cuts, total])].sort((a, b) => a - b);
        let from = 0;
        for (const end of ends) {
          fold.take(recordsFrom(from, records.slice(from, end)));
          from = end;
        }
        expect(told(fold.session())).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('is not changed by a replay from anywhere, however often the connection is made anew', () => {
    const expected = told(whole());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(total), fc.nat(total)), { maxLength: 6 }), (replays) => {
        const fold = newFold();
        for (const [end, after] of replays) {
          const heard = fold.heardUpTo(documentId);
          if (end > heard) fold.take(recordsFrom(heard, records.slice(heard, end)));
          fold.take(recordsFrom(after, records.slice(after)));
        }
        fold.take(recordsFrom(0, records));
        expect(told(fold.session())).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('waits for the replay where a batch begins later than it has heard', () => {
    const fold = newFold();
    fold.take(recordsFrom(0, records.slice(0, 10)));
    fold.take(recordsFrom(20, records.slice(20, 30)));
    expect(fold.heardUpTo(documentId)).toBe(10);
    fold.take(recordsFrom(10, records.slice(10)));
    expect(told(fold.session())).toEqual(told(whole()));
  });

  it('marks what the page no longer had, and what each witness left out', () => {
    const fold = newFold();
    fold.take(recordsFrom(0, [...records.slice(0, 5), ...records.slice(15)]));
    const [load] = fold.session().loads;
    expect(load?.lost.count).toBe(10);
    expect(load?.holes.length).toBeGreaterThan(0);
    expect(load?.verdicts().every((verdict) => verdict.status !== 'holds')).toBe(true);
  });

  it('says how many requests and frames only one witness knew of', () => {
    const fold = newFold();
    const isWireFrame = ({ event }: (typeof records)[number]) =>
      event.witness === 'wire' && event.kind === 'frame';
    const first = records.findIndex(isWireFrame);
    fold.take(
      recordsFrom(
        0,
        records.filter((_, i) => i !== first),
      ),
    );
    expect(fold.session().loads[0]?.captureLoss).toEqual({ onlyWidget: 1, onlyWire: 0 });
  });

  it('keeps a load the same object while nothing in it changes', () => {
    const fold = newFold();
    fold.take(recordsFrom(0, records));
    const before = fold.session();
    expect(fold.session()).toBe(before);
    fold.take({
      type: 'document',
      document: documentInfo({ life: 'frozen' }),
      lastN: 0,
      dropped: { count: 0, bytes: 0 },
    });
    expect(fold.session()).not.toBe(before);
    expect(fold.session().loads[0]).toBe(before.loads[0]);
  });
});
