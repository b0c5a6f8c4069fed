import { describe, expect, it } from 'vitest';
import { aContact, aConversation, aMessage, idOf } from '../../testing/rows.ts';
import type { Change, Changes, Message } from '../protocol/shapes.ts';
import {
  type ContactView,
  emptyView,
  foldChanges,
  foldConversations,
  foldSnapshot,
  foldThreadPage,
} from './contact-view.ts';

const contactId = idOf(0xc0);
const id = idOf(1);

function changesOf(from: number, version: number, ...changes: Change[]): Changes {
  return { contactId, from, version, changes };
}

const header = (lastSeq: number, version: number, n = 1): Change => ({
  type: 'conversation',
  conversation: aConversation(n, { lastSeq, version }),
});

const said = (seq: number, overrides: Partial<Message> = {}): Change => ({
  type: 'message',
  message: aMessage(id, seq, overrides),
});

function viewOf(version: number, ...changes: Change[]): ContactView {
  return foldChanges(emptyView, changesOf(0, version, ...changes)).view;
}

const seqs = (view: ContactView) => view.threads[id]?.messages.map((row) => row.seq);
const page = (first: number, last: number) => ({
  conversationId: id,
  messages: Array.from({ length: last - first + 1 }, (_, i) => aMessage(id, first + i)),
  hasEarlier: first > 1,
});

describe('foldChanges', () => {
  it('adopts the first contact it hears of', () => {
    const { view, outcome } = foldChanges(
      emptyView,
      changesOf(0, 1, { type: 'contact', contact: aContact(0xc0) }, header(0, 1)),
    );
    expect(outcome).toBe('applied');
    expect(view).toMatchObject({ contactId, version: 1, contact: { contactId } });
  });

  it('[E7] touches nothing for another contact', () => {
    const view = viewOf(1, header(0, 1));
    const other = foldChanges(view, { ...changesOf(1, 2, header(5, 2)), contactId: idOf(0xc1) });
    expect(other.outcome).toBe('other_contact');
    expect(other.view).toBe(view);
  });

  it('[R2.E] says hole, and folds nothing, where something is missing in between', () => {
    const view = viewOf(1, header(0, 1));
    const after = foldChanges(view, changesOf(2, 3, header(2, 3)));
    expect(after.outcome).toBe('hole');
    expect(after.view).toBe(view);
  });

  it('calls what brings no new version stale', () => {
    const view = viewOf(3, header(1, 3), said(1));
    expect(foldChanges(view, changesOf(1, 2, header(0, 2))).outcome).toBe('stale');
    expect(foldChanges(view, changesOf(1, 2, header(0, 2))).view).toEqual(view);
  });

  it('[C3] folds the answer to a retry, which names no range, and moves no version by it', () => {
    const view = viewOf(3, header(1, 3), said(1));
    const after = foldChanges(view, changesOf(0, 0, header(1, 3), said(1)));
    expect(after).toEqual({ view, outcome: 'stale' });
  });

  it('keeps the thread when a retry is answered with a row that runs ahead, and completes it when the rest comes', () => {
    const view = viewOf(1, header(1, 1), said(1, { version: 1 }));
    const ahead = foldChanges(view, changesOf(0, 0, header(3, 3), said(3, { version: 3 }))).view;
    expect(seqs(ahead)).toEqual([1]);
    const rest = changesOf(1, 3, said(2, { version: 2 }), header(3, 3), said(3, { version: 3 }));
    expect(seqs(foldChanges(ahead, rest).view)).toEqual([1, 2, 3]);
  });

  it('forgets a thread that it cannot extend, rather than show a hole', () => {
    const view = viewOf(1, header(1, 1), said(1, { version: 1 }));
    const after = foldChanges(view, changesOf(1, 3, header(3, 3), said(3, { version: 3 })));
    expect(after.view.threads[id]).toBeUndefined();
  });

  it('starts no thread from the first message where it comes again alone, redacted', () => {
    const view = viewOf(5, header(5, 5));
    const redacted = said(1, { body: null, redactedAt: 6, version: 6 });
    expect(foldChanges(view, changesOf(5, 6, redacted, header(5, 6))).view.threads).toEqual({});
    expect(foldChanges(view, changesOf(5, 6, redacted)).view.threads).toEqual({});
  });

  it('appends in the order of seq, whatever the order of versions', () => {
    const redacted = said(1, { body: null, redactedAt: 4, version: 4 });
    const view = viewOf(4, said(2, { version: 2 }), said(3, { version: 3 }), redacted, header(3, 4));
    expect(seqs(view)).toEqual([1, 2, 3]);
    expect(view.threads[id]?.messages[0]?.body).toBeNull();
  });

  it('lets the newer row win, whichever comes last', () => {
    const view = viewOf(4, header(1, 4), said(1, { body: null, redactedAt: 4, version: 4 }));
    const after = foldChanges(view, changesOf(2, 3, header(1, 3), said(1, { version: 1 }))).view;
    expect(after).toEqual(view);
  });

  it('ignores a message before what is loaded', () => {
    const view = foldThreadPage(viewOf(9, header(9, 9)), page(5, 9), 9);
    const after = foldChanges(
      view,
      changesOf(9, 10, said(2, { body: null, version: 10 }), header(9, 10)),
    ).view;
    expect(seqs(after)).toEqual([5, 6, 7, 8, 9]);
  });

  it('changes nothing of what it was given', () => {
    const frozen = deepFreeze(viewOf(1, header(1, 1), said(1)));
    const changes = deepFreeze(changesOf(1, 2, said(2), header(2, 2)));
    expect(seqs(foldChanges(frozen, changes).view)).toEqual([1, 2]);
  });
});

describe('foldSnapshot', () => {
  const snapshot = (version: number) => ({
    contactId,
    version,
    contact: aContact(0xc0, { version }),
    conversations: [aConversation(2, { version })],
    hasMoreConversations: true,
    thread: { conversationId: idOf(2), messages: [], hasEarlier: false },
  });

  it('[R2.E] replaces everything on reset', () => {
    const view = foldSnapshot(viewOf(3, header(1, 3), said(1)), snapshot(4));
    expect(Object.keys(view.conversations)).toEqual([idOf(2)]);
    expect(view).toMatchObject({ version: 4, hasMoreConversations: true });
    expect(Object.keys(view.threads)).toEqual([idOf(2)]);
  });

  it('is ignored where it is older than what is known of the same contact', () => {
    const view = viewOf(3, header(1, 3), said(1));
    expect(foldSnapshot(view, snapshot(2))).toBe(view);
  });

  it('[E8] replaces another contact’s view, also by a lower version', () => {
    const other = { ...viewOf(9, header(1, 9), said(1)), contactId: idOf(0xc1) };
    const view = foldSnapshot(other, snapshot(2));
    expect(view).toMatchObject({ contactId, version: 2 });
    expect(view.conversations[id]).toBeUndefined();
    expect(view.threads[id]).toBeUndefined();
  });
});

describe('foldThreadPage', () => {
  const view = viewOf(9, header(9, 9));

  it('starts a thread from its last page, and only from that', () => {
    expect(seqs(foldThreadPage(view, page(7, 9), 9))).toEqual([7, 8, 9]);
    expect(foldThreadPage(view, page(4, 6), 9)).toBe(view);
  });

  it('starts the thread of an empty conversation, which the first message then extends', () => {
    const empty = foldThreadPage(viewOf(1, header(0, 1)), { ...page(1, 0), hasEarlier: false }, 1);
    expect(empty.threads[id]).toEqual({ messages: [], hasEarlier: false });
    expect(seqs(foldChanges(empty, changesOf(1, 2, said(1), header(1, 2))).view)).toEqual([1]);
  });

  it('puts earlier pages in front, until there are none', () => {
    const last = foldThreadPage(view, page(7, 9), 9);
    expect(last.threads[id]?.hasEarlier).toBe(true);
    const more = foldThreadPage(last, page(4, 6), 9);
    expect(seqs(more)).toEqual([4, 5, 6, 7, 8, 9]);
    const all = foldThreadPage(more, page(1, 3), 9);
    expect(all.threads[id]).toMatchObject({ hasEarlier: false });
    expect(seqs(all)).toHaveLength(9);
  });

  it('takes a page twice, or one that overlaps, without harm', () => {
    const more = foldThreadPage(foldThreadPage(view, page(5, 9), 9), page(3, 7), 9);
    expect(seqs(more)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(foldThreadPage(more, page(3, 7), 9)).toEqual(more);
    expect(foldThreadPage(more, page(7, 9), 9)).toEqual(more);
  });

  it('ignores a page that would leave a hole: the thread was loaded anew meanwhile', () => {
    const known = foldThreadPage(view, page(8, 9), 9);
    expect(foldThreadPage(known, page(1, 4), 9)).toBe(known);
  });

  it('ignores a page older than the view: it may carry a text that was redacted since', () => {
    const after = foldChanges(
      view,
      changesOf(9, 10, said(8, { body: null, version: 10 }), header(9, 10)),
    ).view;
    expect(foldThreadPage(after, page(7, 9), 9)).toBe(after);
  });

  it('takes a page that is ahead of the view, and meets the events that follow', () => {
    const ahead = foldThreadPage(view, page(8, 10), 10);
    expect(seqs(ahead)).toEqual([8, 9, 10]);
    const after = foldChanges(ahead, changesOf(9, 10, said(10), header(10, 10))).view;
    expect(seqs(after)).toEqual([8, 9, 10]);
  });

  it('replaces a thread by a last page that has run away from it', () => {
    const known = foldThreadPage(view, page(8, 9), 9);
    expect(seqs(foldThreadPage(known, page(20, 22), 22))).toEqual([20, 21, 22]);
  });
});

describe('[R4.4] foldConversations', () => {
  it('adds rows, keeps newer ones, and leaves threads and version alone', () => {
    const view = viewOf(5, header(1, 5), said(1));
    const rows = [aConversation(1, { version: 3 }), aConversation(2, { version: 2 })];
    const after = foldConversations(view, rows, true);
    expect(Object.keys(after.conversations)).toEqual([id, idOf(2)]);
    expect(after.conversations[id]?.version).toBe(5);
    expect(after).toMatchObject({ version: 5, hasMoreConversations: true, threads: view.threads });
  });
});

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (part && typeof part === 'object') deepFreeze(part);
  return Object.freeze(value);
}
