import type {
  Change,
  Changes,
  Contact,
  Conversation,
  Message,
  Snapshot,
  ThreadPage,
} from '../src/protocol/shapes.ts';
import { aContact, aConversation, aMessage, idOf } from './rows.ts';

/** What can happen to a contact; `c` says in which of its conversations. One that is impossible happens not. */
export type Step =
  | { kind: 'start' | 'write' | 'reply' | 'solve' | 'archive' | 'read'; c: number }
  | { kind: 'redact'; c: number; seq: number }
  | { kind: 'rename' };

/** Everything there is of the contact at one version. */
export interface Truth {
  version: number;
  contact: Contact;
  conversations: readonly Conversation[];
  messages: readonly Message[];
}

/** What a server would have answered at any version of a contact's life: the truth that every fold has to reach. */
export interface ContactHistory {
  contactId: string;
  /** By version, from 0. */
  truths: readonly Truth[];
  latest: number;
  /** The socket event of one version: its rows as they were then. */
  event(version: number): Changes;
  /** A sync answer given at `at`: what changed after `from`, at most about `rowsMax` rows, one version never cut. */
  sync(from: number, at: number, rowsMax: number): Changes;
  /** The answer to a retry: rows of one conversation as they are at `at`, and no range. */
  retry(conversationId: string, at: number): Changes;
  snapshot(at: number, focus?: string): Snapshot;
  /** `size` messages before a seq; the last ones where there is none. */
  page(conversationId: string, at: number, size: number, beforeSeq?: number): ThreadPage;
}

/** Plays steps one after the other, each a version of its own. */
export function playContactHistory(steps: readonly Step[]): ContactHistory {
  const contactId = idOf(0xc0);
  const truths: Truth[] = [{ version: 0, contact: aContact(0xc0), conversations: [], messages: [] }];
  for (const step of steps) {
    const before = truths.at(-1) as Truth;
    const changed = changeBy(step, before, before.version + 1);
    if (changed.length > 0) truths.push(withRows(before, changed));
  }
  const latest = truths.length - 1;
  const at = (version: number) => truths[version] as Truth;
  const rowsAfter = (version: number, truth: Truth) =>
    rowsOf(truth)
      .filter((row) => versionOf(row) > version)
      .sort((a, b) => versionOf(a) - versionOf(b));
  return {
    contactId,
    truths,
    latest,
    event: (version) => ({
      contactId,
      from: version - 1,
      version,
      changes: rowsAfter(version - 1, at(version)),
    }),
    sync(from, version, rowsMax) {
      const rows = rowsAfter(from, at(version));
      const cut = rows[rowsMax - 1];
      const reached = cut && rows.length > rowsMax ? versionOf(cut) : version;
      return { contactId, from, version: reached, changes: rows.filter((row) => versionOf(row) <= reached) };
    },
    retry(conversationId, version) {
      const rows = rowsOf(at(version)).filter((row) => conversationOf(row) === conversationId);
      const last = rows.filter((row) => row.type === 'message').at(-1);
      const header = rows.filter((row) => row.type === 'conversation');
      return { contactId, from: 0, version: 0, changes: last ? [...header, last] : header };
    },
    snapshot: (version, focus) => ({
      contactId,
      version,
      contact: at(version).contact,
      conversations: [...at(version).conversations],
      hasMoreConversations: false,
      thread: focus ? pageOf(at(version), focus, 50) : null,
    }),
    page: (conversationId, version, size, beforeSeq) => pageOf(at(version), conversationId, size, beforeSeq),
  };
}

function changeBy(step: Step, truth: Truth, version: number): Change[] {
  if (step.kind === 'rename') {
    return [{ type: 'contact', contact: { ...truth.contact, name: `name ${version}`, version } }];
  }
  const id = idOf(step.c);
  const found = truth.conversations.find((row) => row.conversationId === id);
  if (step.kind === 'start') {
    return found ? [] : [{ type: 'conversation', conversation: aConversation(step.c, { version }) }];
  }
  if (!found || found.status === 'archived') return [];
  const changed = (overrides: Partial<Conversation>): Change => ({
    type: 'conversation',
    conversation: { ...found, ...overrides, lastActivityAt: version, version },
  });
  switch (step.kind) {
    case 'solve':
      return found.status === 'solved' ? [] : [changed({ status: 'solved' })];
    case 'archive':
      return [changed({ status: 'archived', archivedReason: 'replaced' })];
    case 'read':
      return [changed({ readSeq: found.lastSeq, unreadCount: 0 })];
    case 'redact': {
      const row = truth.messages.find((one) => one.conversationId === id && one.seq === step.seq);
      if (!row || row.redactedAt) return [];
      return [
        { type: 'message', message: { ...row, body: null, redactedAt: version, version } },
        changed({}),
      ];
    }
    default: {
      const isAgent = step.kind === 'reply';
      const message = aMessage(id, found.lastSeq + 1, {
        author: { kind: isAgent ? 'agent' : 'visitor', agentId: isAgent ? idOf(0xa1) : null, name: null },
        version,
      });
      const status = isAgent ? 'active' : found.status === 'solved' ? 'waiting' : found.status;
      const unreadCount = found.unreadCount + (isAgent ? 1 : 0);
      return [{ type: 'message', message }, changed({ lastSeq: message.seq, status, unreadCount })];
    }
  }
}

function withRows(truth: Truth, changed: readonly Change[]): Truth {
  const kept = rowsOf(truth).filter((row) => !changed.some((other) => keyOf(other) === keyOf(row)));
  const rows = [...kept, ...changed];
  return {
    version: truth.version + 1,
    contact: rows.flatMap((row) => (row.type === 'contact' ? [row.contact] : []))[0] ?? truth.contact,
    conversations: rows.flatMap((row) => (row.type === 'conversation' ? [row.conversation] : [])),
    messages: rows
      .flatMap((row) => (row.type === 'message' ? [row.message] : []))
      .sort((a, b) => a.seq - b.seq),
  };
}

function rowsOf(truth: Truth): Change[] {
  return [
    { type: 'contact', contact: truth.contact },
    ...truth.conversations.map((conversation): Change => ({ type: 'conversation', conversation })),
    ...truth.messages.map((message): Change => ({ type: 'message', message })),
  ];
}

function keyOf(row: Change): string {
  if (row.type === 'contact') return 'contact';
  return row.type === 'conversation' ? row.conversation.conversationId : row.message.messageId;
}

function conversationOf(row: Change): string | undefined {
  if (row.type === 'contact') return undefined;
  return row.type === 'conversation' ? row.conversation.conversationId : row.message.conversationId;
}

function versionOf(row: Change): number {
  if (row.type === 'contact') return row.contact.version;
  return row.type === 'conversation' ? row.conversation.version : row.message.version;
}

function pageOf(truth: Truth, conversationId: string, size: number, beforeSeq = Infinity): ThreadPage {
  const all = truth.messages.filter((row) => row.conversationId === conversationId && row.seq < beforeSeq);
  const messages = all.slice(-size);
  return { conversationId, messages, hasEarlier: all.length > messages.length };
}
