import type { CommonQueryMethods } from 'slonik';
import { HiloError } from '../../hilo-error.ts';
import type { ConversationRow } from '../../sql/rows/conversation-row.ts';
import { findConversation } from '../../sql/select-conversations.ts';
import type { AgentCaller } from '../contract.ts';

/** A conversation of the agent's company that has a message. Throws `not_found`. */
export async function requireVisibleConversation(
  db: CommonQueryMethods,
  caller: AgentCaller,
  conversationId: string,
): Promise<ConversationRow> {
  const conversation = await findConversation(db, caller.companyId, conversationId);
  if (!conversation || conversation.last_seq === 0) throw new HiloError('not_found');
  return conversation;
}
