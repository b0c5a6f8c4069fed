import type { CommonQueryMethods } from 'slonik';
import { HiloError } from '../../hilo-error.ts';
import type { ConversationRow } from '../../sql/rows/conversation-row.ts';
import { findConversation } from '../../sql/select-conversations.ts';

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
