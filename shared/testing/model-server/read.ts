import type { Answer } from '../../src/protocol/routes.ts';
import type { Change, Snapshot, ThreadPage } from '../../src/protocol/shapes.ts';
import type { ModelStore, StoredContact } from './store.ts';

/** Small, so that simulations turn pages. */
const threadRowsMax = 8;
const syncRowsMax = 6;
const versionsBehindMax = 60;

export function threadPage(store: ModelStore, conversationId: string, beforeSeq: number | null): ThreadPage {
  const all = store.messages.get(conversationId) ?? [];
  const before = beforeSeq === null ? all : all.filter((row) => row.seq < beforeSeq);
  return {
    conversationId,
    messages: before.slice(-threadRowsMax),
    hasEarlier: before.length > threadRowsMax,
  };
}

export function snapshotOf(store: ModelStore, contact: StoredContact, focus: string | null): Snapshot {
  const conversations = store.conversationsOf(contact.contactId);
  const inFocus = conversations.some((row) => row.conversationId === focus);
  return {
    contactId: contact.contactId,
    version: contact.version,
    contact: contact.row,
    conversations,
    hasMoreConversations: false,
    thread: focus && inFocus ? threadPage(store, focus, null) : null,
  };
}

export function syncPage(
  store: ModelStore,
  contact: StoredContact,
  cursor: string,
  focus: string | null,
): Answer<'sync'> {
  const [contactId = '', version] = cursor.split(':');
  const from = Number(version);
  const reset = (reason: 'other_contact' | 'too_old' | 'ahead'): Answer<'sync'> => ({
    kind: 'reset',
    reason,
    snapshot: snapshotOf(store, contact, focus),
    serverTime: store.nowMs,
  });
  if (contactId !== contact.contactId) return reset('other_contact');
  if (from > contact.version) return reset('ahead');
  if (contact.version - from > versionsBehindMax) return reset('too_old');
  const rows = rowsAfter(store, contact, from);
  // Rows of one version stay together.
  const last = rows[Math.min(rows.length, syncRowsMax) - 1];
  const reached = rows.length > syncRowsMax && last ? versionOf(last) : contact.version;
  return {
    kind: 'changes',
    changes: { contactId, from, version: reached, changes: rows.filter((row) => versionOf(row) <= reached) },
    more: reached < contact.version,
    serverTime: store.nowMs,
  };
}

function rowsAfter(store: ModelStore, contact: StoredContact, from: number): Change[] {
  const rows: Change[] = [{ type: 'contact', contact: contact.row }];
  for (const conversation of store.conversationsOf(contact.contactId)) {
    rows.push({ type: 'conversation', conversation });
    for (const message of store.messages.get(conversation.conversationId) ?? []) {
      rows.push({ type: 'message', message });
    }
  }
  return rows.filter((row) => versionOf(row) > from).sort((a, b) => versionOf(a) - versionOf(b));
}

export function versionOf(change: Change): number {
  if (change.type === 'contact') return change.contact.version;
  return change.type === 'conversation' ? change.conversation.version : change.message.version;
}
