import { limits } from '@hilo/shared/limits.ts';
import { presentConversation } from '../presenters/present-conversation.ts';
import { selectConversationsBefore } from '../sql/select-conversations.ts';
import { sumUnread } from '../sql/sum-unread.ts';
import type { VisitorCommand } from './contract.ts';
import { requireOwnConversation } from './visitor/require-own-conversation.ts';
import { requireVisitor } from './visitor/require-visitor.ts';

/** A page of the contact's conversations, most recent first. Throws `not_found` where `before` is not one of them. */
export const listConversations: VisitorCommand<'listConversations'> = async ({ pool }, caller, { query }) => {
  const { companyId } = caller;
  const { contactId, deviceId } = await requireVisitor(pool, caller);
  const before = query.before ?? null;
  if (before !== null) await requireOwnConversation(pool, companyId, contactId, before);
  const rowsMax = limits.conversationsPageMax;
  const rows = await selectConversationsBefore(pool, { companyId, contactId, before, rowsMax });
  return {
    answer: {
      conversations: rows.slice(0, rowsMax).map(presentConversation),
      hasMore: rows.length > rowsMax,
    },
    happenings: [],
    fields: { contactId, deviceId, unreadCount: await sumUnread(pool, companyId, contactId) },
  };
};
