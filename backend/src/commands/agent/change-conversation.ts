import type { InboxChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import { type Transaction, transact } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { presentFields } from '../../presenters/present-fields.ts';
import { presentInboxChange } from '../../presenters/present-inbox-change.ts';
import { type LockedContact, lockContactOfConversation } from '../../sql/lock-contact.ts';
import type { ConversationRow } from '../../sql/rows/conversation-row.ts';
import { findConversation } from '../../sql/select-conversations.ts';
import { beginChange, type ContactChange } from '../change/contact-change.ts';
import { finishChange } from '../change/finish-change.ts';
import type { AgentCaller, CommandContext, CommandResult } from '../contract.ts';

export interface ConversationChanged<Value> {
  value: Value;
  /** The header as agents see it now, with what was added. */
  change: InboxChange;
  result: Pick<CommandResult<never>, 'happenings' | 'fields'>;
}

/**
 * What an agent does to a conversation: locks its contact, hands `work` the header as it is then, and says what
 * happened. Throws `not_found` for another company's, and for one without a message: agents do not see those.
 */
export function changeConversation<Value>(
  context: CommandContext,
  caller: AgentCaller,
  conversationId: string,
  work: (change: ContactChange, conversation: ConversationRow) => Promise<Value>,
): Promise<ConversationChanged<Value>> {
  const { companyId } = caller;
  return transact(context.pool, async (tx) => {
    const { contact, conversation } = await lockConversation(tx, companyId, conversationId);
    const change = beginChange(tx, context, companyId, contact);
    const value = await work(change, conversation);
    const { happenings, conversations } = await finishChange(change);
    const row = conversations.get(conversationId) ?? conversation;
    return {
      value,
      change: findInboxChange(happenings, conversationId) ?? presentInboxChange(row),
      result: { happenings, fields: presentFields(row) },
    };
  });
}

async function lockConversation(
  tx: Transaction,
  companyId: string,
  conversationId: string,
): Promise<{ contact: LockedContact; conversation: ConversationRow }> {
  const contact = await lockContactOfConversation(tx, companyId, conversationId);
  const conversation = await findConversation(tx, companyId, conversationId);
  if (!contact || !conversation || conversation.last_seq === 0) throw new HiloError('not_found');
  return { contact, conversation };
}

function findInboxChange(
  happenings: CommandResult<never>['happenings'],
  conversationId: string,
): InboxChange | undefined {
  for (const happening of happenings) {
    if (happening.kind !== 'inbox') continue;
    if (happening.change.conversation.conversationId === conversationId) return happening.change;
  }
  return undefined;
}
