import type { InboxChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import { describe, expect, it } from 'vitest';
import { makeConversation, makeMessage } from '../testing/make.ts';
import { findEarlierSeq, foldEarlier, foldFetched, foldIntoThread, isBehind } from './thread.ts';

function fetched(revision: number, from: number, to: number) {
  return {
    conversation: makeConversation(1, { revision, lastSeq: to }),
    messages: Array.from({ length: to - from + 1 }, (_, n) => makeMessage(1, from + n)),
    hasEarlier: from > 1,
    notes: [],
    history: [],
  };
}

function change(revision: number, ...messages: ReturnType<typeof makeMessage>[]): InboxChange {
  return { conversation: makeConversation(1, { revision }), messages, notes: [], history: [] };
}

const seqs = (thread: { messages: readonly { seq: number }[] }) => thread.messages.map((row) => row.seq);

describe('a loaded thread', () => {
  const start = foldFetched(undefined, fetched(5, 1, 3));

  it('keeps up with events, also out of order', () => {
    const ahead = foldIntoThread(start, change(7, makeMessage(1, 5)), true);
    expect(isBehind(ahead, 7)).toBe(true);
    const whole = foldIntoThread(ahead, change(6, makeMessage(1, 4)), true);
    expect(isBehind(whole, 7)).toBe(false);
    expect(seqs(whole)).toEqual([1, 2, 3, 4, 5]);
  });

  it('knows that it is behind when an event was lost [B8][B12]', () => {
    const holed = foldIntoThread(start, change(8, makeMessage(1, 6)), true);
    expect(isBehind(holed, 8)).toBe(true);
    const healed = foldFetched(holed, fetched(8, 1, 6));
    expect(isBehind(healed, 8)).toBe(false);
    expect(seqs(healed)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('does not take a command’s answer for everything that happened', () => {
    const answered = foldIntoThread(start, change(6, makeMessage(1, 4)), false);
    expect(seqs(answered)).toEqual([1, 2, 3, 4]);
    expect(isBehind(answered, 6)).toBe(true);
  });

  it('never brings a removed text back', () => {
    const gone = makeMessage(1, 2, { body: null, redactedAt: 9, version: 9 });
    const redacted = foldIntoThread(start, change(6, gone), true);
    expect(foldFetched(redacted, fetched(6, 1, 3)).messages[1]?.body).toBeNull();
  });

  it('drops pages that a fetched one does not reach, rather than show a hole', () => {
    const far = foldFetched(start, fetched(90, 60, 80));
    expect(seqs(far)[0]).toBe(60);
    expect(findEarlierSeq(far)).toBe(60);
  });

  it('keeps earlier pages that touch', () => {
    const page = [makeMessage(1, 4), makeMessage(1, 5)];
    const thread = foldEarlier(foldFetched(undefined, fetched(5, 6, 8)), page);
    expect(seqs(thread)).toEqual([4, 5, 6, 7, 8]);
    expect(seqs(foldEarlier(thread, [makeMessage(1, 1)]))).toEqual([4, 5, 6, 7, 8]);
  });
});
