import type { InboxChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import { presentChanges, presentRows } from '../../presenters/present-changes.ts';
import { presentInboxChange } from '../../presenters/present-inbox-change.ts';
import type { ConversationRow } from '../../sql/rows/conversation-row.ts';
import type { MessageRow } from '../../sql/rows/message-row.ts';
import type { Send, SendBatchResult, SendOutcome } from '../../sql/send-batch.ts';
import type { Happening } from '../contract.ts';

export type SendResult =
  | Sent
  | { outcome: Exclude<SendOutcome, 'inserted' | 'duplicate'>; otherId: string | null };

export interface Sent {
  outcome: 'inserted' | 'duplicate';
  message: MessageRow;
  conversation: ConversationRow;
  /** All that its transaction changed for the contact, which may be more than this message. */
  changes: Changes;
  inboxChange: InboxChange;
  happenings: Happening[];
}

/**
 * What a batch means for each of its senders. What happened is one event per contact and one per conversation, however
 * many messages it carries; it goes with the first of them.
 */
export function splitBatch(sends: readonly Send[], batch: SendBatchResult): SendResult[] {
  const written = findWritten(sends, batch);
  const told = new Set<string>();
  const once = (key: string) => !told.has(key) && told.add(key);
  return batch.outcomes.map((row, index) => {
    const send = sends[index];
    if (!send) throw new Error('a batch answered for a message that was not in it');
    if (row.outcome !== 'inserted' && row.outcome !== 'duplicate') {
      return { outcome: row.outcome, otherId: row.other_id };
    }
    const { companyId } = send;
    const message = getRow(written.messages, messageKey(send.conversationId, send.clientMessageId));
    const conversation = getRow(written.conversations, send.conversationId);
    const contactId = conversation.contact_id;
    if (row.outcome === 'duplicate') {
      return {
        outcome: row.outcome,
        message,
        conversation,
        changes: presentRows(contactId, { conversations: [conversation], messages: [message] }),
        inboxChange: presentInboxChange(conversation, { messages: [message] }),
        happenings: [],
      };
    }
    const changes = contactChanges(contactId, conversation.version, written);
    const inboxChange = conversationChange(conversation, written);
    const happenings: Happening[] = [];
    if (once(contactId)) happenings.push({ kind: 'contact', companyId, contactId, changes });
    if (once(send.conversationId)) happenings.push({ kind: 'inbox', companyId, change: inboxChange });
    return { outcome: row.outcome, message, conversation, changes, inboxChange, happenings };
  });
}

interface Written {
  messages: Map<string, MessageRow>;
  conversations: Map<string, ConversationRow>;
  /** Rows that this batch changed, not those it only found. */
  newMessages: MessageRow[];
  newConversations: Set<string>;
  history: SendBatchResult['history'];
}

function findWritten(sends: readonly Send[], batch: SendBatchResult): Written {
  const messages = new Map(
    batch.messages.map((row) => [messageKey(row.conversation_id, row.client_message_id), row]),
  );
  const inserted = sends.filter((_, index) => batch.outcomes[index]?.outcome === 'inserted');
  const insertedKeys = new Set(inserted.map((send) => messageKey(send.conversationId, send.clientMessageId)));
  return {
    messages,
    conversations: new Map(batch.conversations.map((row) => [row.conversation_id, row])),
    newMessages: [...messages].filter(([key]) => insertedKeys.has(key)).map(([, row]) => row),
    newConversations: new Set(inserted.map((send) => send.conversationId)),
    history: batch.history,
  };
}

function contactChanges(contactId: string, version: number, written: Written): Changes {
  const conversations = [...written.conversations.values()].filter(
    (row) => row.contact_id === contactId && written.newConversations.has(row.conversation_id),
  );
  const ids = new Set(conversations.map((row) => row.conversation_id));
  const messages = written.newMessages.filter((row) => ids.has(row.conversation_id));
  return presentChanges({ contactId, from: version - 1, version }, { conversations, messages });
}

function conversationChange(conversation: ConversationRow, written: Written): InboxChange {
  const isOfIt = (row: { conversation_id: string }) => row.conversation_id === conversation.conversation_id;
  return presentInboxChange(conversation, {
    messages: written.newMessages.filter(isOfIt),
    history: written.history.filter(isOfIt),
  });
}

function messageKey(conversationId: string, clientMessageId: string): string {
  return `${conversationId} ${clientMessageId}`;
}

function getRow<Row>(rows: ReadonlyMap<string, Row>, key: string): Row {
  const row = rows.get(key);
  if (!row) throw new Error(`a batch left out the row of ${key}`);
  return row;
}
