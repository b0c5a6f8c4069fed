import { HiloError } from '../hilo-error.ts';
import { presentFields } from '../presenters/present-fields.ts';
import { getConversationRow } from '../sql/select-conversations.ts';
import { findSessionConversation } from '../sql/sessions.ts';
import type { VisitorCommand } from './contract.ts';
import { requireVisitor } from './visitor/require-visitor.ts';

/** The conversation a session belongs to. */
export const resolveSession: VisitorCommand<'resolveSession'> = async ({ pool }, caller, { params }) => {
  const { sessionId } = params;
  const { contactId, deviceId } = await requireVisitor(pool, caller);
  const conversationId = await findSessionConversation(pool, caller.companyId, contactId, sessionId);
  if (!conversationId) throw new HiloError('not_found');
  const row = await getConversationRow(pool, caller.companyId, conversationId);
  return {
    answer: { sessionId, conversationId },
    happenings: [],
    fields: { ...presentFields(row), deviceId, sessionId },
  };
};
