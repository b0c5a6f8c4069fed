import type { Body } from '@hilo/shared/protocol/routes.ts';
import { transact } from '../db/transact.ts';
import { HiloError } from '../hilo-error.ts';
import { presentRows } from '../presenters/present-changes.ts';
import { presentFields } from '../presenters/present-fields.ts';
import type { ConversationRow } from '../sql/rows/conversation-row.ts';
import { findSurvey, insertSurvey, type SurveyAnswer } from '../sql/surveys.ts';
import { beginChange, type ContactChange, touch } from './change/contact-change.ts';
import { finishChange } from './change/finish-change.ts';
import type { VisitorCommand } from './contract.ts';
import { requireOwnOnDevice } from './visitor/require-own-conversation.ts';
import { lockVisitor } from './visitor/require-visitor.ts';

/** Saves the answer to one cycle's survey; a late one lands in its own cycle. Changes no status. */
export const answerSurvey: VisitorCommand<'answerSurvey'> = (context, caller, { params, body }) =>
  transact(context.pool, async (tx) => {
    const { companyId } = caller;
    const { conversationId } = params;
    const { deviceId } = body;
    const contact = await lockVisitor(tx, caller);
    const known = await requireOwnOnDevice(tx, companyId, contact.contactId, { conversationId, deviceId });
    const change = beginChange(tx, context, companyId, contact);
    await saveAnswer(change, known, body);
    const { changes, happenings, conversations } = await finishChange(change);
    const row = conversations.get(conversationId) ?? known;
    return {
      answer: { changes: changes ?? presentRows(contact.contactId, { conversations: [row] }) },
      happenings,
      fields: { ...presentFields(row), deviceId, sessionId: known.session_id },
    };
  });

async function saveAnswer(
  change: ContactChange,
  conversation: ConversationRow,
  { cycle, deviceId, answer: given }: Body<'answerSurvey'>,
): Promise<void> {
  const { tx, companyId, traceparent, version } = change;
  const conversationId = conversation.conversation_id;
  const answer: SurveyAnswer =
    given.kind === 'rated'
      ? { dismissed: false, rating: given.rating, comment: given.comment }
      : { dismissed: true, rating: null, comment: null };
  const key = { companyId, conversationId, cycle };
  const before = await findSurvey(tx, key);
  if (before) {
    if (!isSame(before, answer)) throw new HiloError('survey_answered');
    return;
  }
  if (!conversation.survey_on || cycle > conversation.survey_cycle) throw new HiloError('survey_not_due');
  await insertSurvey(tx, key, answer, { deviceId, traceparent, version });
  touch(change, conversationId);
}

function isSame(a: SurveyAnswer, b: SurveyAnswer): boolean {
  return a.dismissed === b.dismissed && a.rating === b.rating && a.comment === b.comment;
}
