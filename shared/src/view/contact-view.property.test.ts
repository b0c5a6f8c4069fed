import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContactHistory, playContactHistory, type Step } from '../../testing/contact-history.ts';
import { idOf } from '../../testing/rows.ts';
import type { Changes } from '../protocol/shapes.ts';
import {
  type ContactView,
  emptyView,
  foldChanges,
  foldConversations,
  foldSnapshot,
  foldThreadPage,
} from './contact-view.ts';

// The same lives at every run: a failure is a failure for everybody. A seed that finds one becomes a test of its name.
fc.configureGlobal({ seed: 20_260_101, numRuns: 300 });

const everything = Number.MAX_SAFE_INTEGER;
const conversationNumbers = [1, 2, 3];
const c = fc.constantFrom(...conversationNumbers);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('write' as const, 'reply' as const), c }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('start' as const, 'solve' as const, 'read' as const),
      c,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('redact' as const), c, seq: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('archive' as const), c }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'rename' }) },
);
const starts: Step[] = conversationNumbers.map((n) => ({ kind: 'start', c: n }));
const history = fc
  .array(step, { minLength: 1, maxLength: 40 })
  .map((steps) => playContactHistory([...starts, ...steps]));

/** What a client with a hold does: what does not follow yet waits, and is tried again after each one that did. */
class HoldingClient {
  view: ContactView = emptyView;
  held: Changes[] = [];
  holds = 0;

  take(changes: Changes): void {
    const { view, outcome } = foldChanges(this.view, changes);
    this.view = view;
    if (outcome === 'hole') {
      this.holds += 1;
      this.held.push(changes);
    } else if (outcome === 'applied') {
      for (const waiting of this.held.splice(0)) this.take(waiting);
    }
  }

  syncAll(from: ContactHistory, rowsMax: number): void {
    while (this.view.version < from.latest) {
      this.take(from.sync(this.view.version, from.latest, rowsMax));
    }
  }
}

/** Whatever is loaded of a thread has no hole, says truly whether there is more, and is never ahead of its end. */
function expectSoundThreads(view: ContactView): void {
  for (const [id, thread] of Object.entries(view.threads)) {
    const first = thread.messages[0]?.seq ?? 1;
    expect(thread.messages.map((row) => row.seq)).toEqual(thread.messages.map((_, i) => first + i));
    expect(thread.messages.every((row) => row.conversationId === id)).toBe(true);
    expect(thread.hasEarlier).toBe(first > 1);
  }
}

/** The view says of everything it has what the latest truth says. */
function expectTruth(view: ContactView, { truths, latest, contactId }: ContactHistory): void {
  const truth = truths[latest];
  expect(view.contactId).toBe(contactId);
  expect(view.version).toBe(latest);
  expect(view.conversations).toEqual(
    Object.fromEntries(truth?.conversations.map((row) => [row.conversationId, row]) ?? []),
  );
  expectSoundThreads(view);
  for (const [id, thread] of Object.entries(view.threads)) {
    const all = truth?.messages.filter((row) => row.conversationId === id) ?? [];
    expect(thread.messages).toEqual(thread.messages.length === 0 ? all : all.slice(-thread.messages.length));
  }
}

/** Nothing that was told from its beginning had to be forgotten. */
function expectWholeThreads(view: ContactView): void {
  for (const row of Object.values(view.conversations)) {
    expect(view.threads[row.conversationId]?.messages.length ?? 0).toBe(row.lastSeq);
  }
}

describe('[R2.E] folding changes', () => {
  it('in order equals fetching: every event of a life, every thread whole', () => {
    fc.assert(
      fc.property(history, (truth) => {
        const client = new HoldingClient();
        for (let v = 1; v <= truth.latest; v += 1) {
          client.take(truth.event(v));
          expect(client.view.version).toBe(v);
        }
        expectTruth(client.view, truth);
        expectWholeThreads(client.view);
      }),
    );
  });

  it('in any order, with any repeats, converges once nothing is missing', () => {
    let holds = 0;
    const shuffled = history.chain((truth) => {
      const versions = Array.from({ length: truth.latest }, (_, i) => i + 1);
      return fc
        .tuple(
          fc.shuffledSubarray(versions, { minLength: truth.latest }),
          fc.array(fc.constantFrom(...versions), { maxLength: 10 }),
        )
        .map(([order, repeats]) => ({ truth, order: [...repeats, ...order, ...repeats] }));
    });
    fc.assert(
      fc.property(shuffled, ({ truth, order }) => {
        const client = new HoldingClient();
        for (const v of order) {
          client.take(truth.event(v));
          expectSoundThreads(client.view);
        }
        holds += client.holds;
        expectTruth(client.view, truth);
      }),
    );
    expect(holds).toBeGreaterThan(100);
  });

  it('cut anywhere into sync pages of any size equals folding it in one piece', () => {
    const cut = fc.tuple(history, fc.nat(), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(cut, ([truth, from, rowsMax]) => {
        const inOnePiece = new HoldingClient();
        inOnePiece.syncAll(truth, everything);
        expectTruth(inOnePiece.view, truth);
        expectWholeThreads(inOnePiece.view);
        const inPieces = new HoldingClient();
        for (let v = 1; v <= from % (truth.latest + 1); v += 1) inPieces.take(truth.event(v));
        inPieces.syncAll(truth, rowsMax);
        expectTruth(inPieces.view, truth);
        expect(inPieces.view.conversations).toEqual(inOnePiece.view.conversations);
      }),
    );
  });

  it('twice is harmless: the second time changes nothing', () => {
    fc.assert(
      fc.property(history, fc.nat(), (truth, nth) => {
        const client = new HoldingClient();
        client.syncAll(truth, everything);
        const again = foldChanges(client.view, truth.event((nth % truth.latest) + 1));
        expect(again.outcome).toBe('stale');
        expect(again.view).toEqual(client.view);
        const all = truth.sync(0, truth.latest, everything);
        expect(foldChanges(client.view, all).view).toEqual(client.view);
      }),
    );
  });
});

type Delivery =
  | { kind: 'event' | 'sync' | 'retry' | 'snapshot' | 'list' | 'ask'; n: number; c: number }
  | { kind: 'answer' };

const delivery: fc.Arbitrary<Delivery> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'event' as const,
        'event' as const,
        'event' as const,
        'sync' as const,
        'retry' as const,
        'snapshot' as const,
        'list' as const,
        'ask' as const,
        'ask' as const,
      ),
      n: fc.nat({ max: 60 }),
      c,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const) }) },
);

describe('[R2.E] a client on a bad network', () => {
  it('events, syncs, retries, late snapshots and late pages in any mixture end as the truth, redactions included', () => {
    const happened = { applied: 0, pages: 0, overtaken: 0, redacted: 0 };
    fc.assert(
      fc.property(history, fc.array(delivery, { maxLength: 60 }), (truth, deliveries) => {
        const client = new HoldingClient();
        const asked: { page: ReturnType<ContactHistory['page']>; version: number }[] = [];
        const answer = () => {
          const late = asked.shift();
          if (!late) return;
          const before = client.view;
          client.view = foldThreadPage(before, late.page, late.version);
          happened[client.view === before ? 'overtaken' : 'pages'] += 1;
        };
        for (const one of deliveries) {
          if (one.kind === 'answer') answer();
          else deliver(client, truth, one, (page, version) => asked.push({ page, version }));
          expectSoundThreads(client.view);
        }
        client.syncAll(truth, 7);
        expectTruth(client.view, truth);
        while (asked.length > 0) answer();
        expectTruth(client.view, truth);
        happened.applied += client.view.version;
        happened.redacted += Object.values(client.view.threads).flatMap((t) =>
          t.messages.filter((m) => !m.body),
        ).length;
      }),
      { numRuns: 3_000 },
    );
    for (const count of Object.values(happened)) expect(count).toBeGreaterThan(100);
  });
});

function deliver(
  client: HoldingClient,
  truth: ContactHistory,
  one: Exclude<Delivery, { kind: 'answer' }>,
  ask: (page: ReturnType<ContactHistory['page']>, version: number) => void,
): void {
  // Answers are given at some version from the client's own on: the server is never behind what it told.
  const at = client.view.version + (one.n % (truth.latest - client.view.version + 1));
  const id = idOf(one.c);
  if (one.kind === 'event') client.take(truth.event((one.n % truth.latest) + 1));
  else if (one.kind === 'sync') client.take(truth.sync(client.view.version, at, 1 + (one.n % 9)));
  else if (one.kind === 'retry') client.take(truth.retry(id, at));
  else if (one.kind === 'snapshot')
    client.view = foldSnapshot(client.view, truth.snapshot(one.n % (truth.latest + 1), id));
  else if (one.kind === 'list') {
    client.view = foldConversations(client.view, truth.snapshot(at).conversations, false);
  } else {
    const first = client.view.threads[id]?.messages[0]?.seq;
    ask(truth.page(id, at, 1 + (one.n % 4), one.n % 2 ? first : undefined), at);
  }
}
