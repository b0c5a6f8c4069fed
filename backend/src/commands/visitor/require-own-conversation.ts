import type { CommonQueryMethods } from 'slonik';
import { HiloError } from '../../hilo-error.ts';
import type { ConversationRow } from '../../sql/rows/conversation-row.ts';
import {
  type ConversationOnDeviceRow,
  findConversation,
  findConversationOnDevice,
} from '../../sql/select-conversations.ts';

/** A conversation of this contact. Throws `not_found` for anybody else's, as for one that does not exist. */
export async function requireOwnConversation(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
  conversationId: string,
): Promise<ConversationRow> {
  const conversation = await findConversation(db, companyId, conversationId);
  if (conversation?.contact_id !== contactId) throw new HiloError('not_found');
  return conversation;
}

/** The same with the session that a device has in it, by the same one look. */
export async function requireOwnOnDevice(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
  { conversationId, deviceId }: { conversationId: string; deviceId: string },
): Promise<ConversationOnDeviceRow> {
  const conversation = await findConversationOnDevice(db, companyId, conversationId, deviceId);
  if (conversation?.contact_id !== contactId) throw new HiloError('not_found');
  return conversation;
}
