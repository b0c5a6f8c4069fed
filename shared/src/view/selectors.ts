import type { Contact, Conversation, PrechatField } from '../protocol/shapes.ts';
import type { ContactView } from './contact-view.ts';

export function isOpen(conversation: Pick<Conversation, 'status'>): boolean {
  return conversation.status === 'waiting' || conversation.status === 'active';
}

/** Conversations as the list shows them: most recent activity first. One archived without a message never was. */
export function listedConversations(view: ContactView): Conversation[] {
  return Object.values(view.conversations)
    .filter((row) => row.status !== 'archived' || row.lastSeq > 0)
    .sort((a, b) => b.lastActivityAt - a.lastActivityAt || (a.conversationId < b.conversationId ? 1 : -1));
}

/** The open conversation with the latest activity, if any. */
export function findOpenConversation(view: ContactView): Conversation | undefined {
  return listedConversations(view).find(isOpen);
}

/** The badge: the sum of what the server says per conversation, nothing else (R2.C). */
export function unreadTotal(view: ContactView): number {
  return Object.values(view.conversations).reduce((sum, row) => sum + row.unreadCount, 0);
}

/** Required contact fields that are not known: what prechat still has to ask. The server enforces the same. */
export function missingPrechatFields(
  fields: readonly PrechatField[],
  contact: Pick<Contact, 'name' | 'email' | 'phone'> | null,
): PrechatField['name'][] {
  return fields.filter((field) => field.required && !contact?.[field.name]).map((field) => field.name);
}
