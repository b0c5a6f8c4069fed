import { limits } from '@hilo/shared/limits.ts';
import { HiloError } from '../hilo-error.ts';
import { presentInboxConversation } from '../presenters/present-inbox-conversation.ts';
import { checkInboxCursor } from '../sql/inbox-cursor.ts';
import { selectInboxChanges } from '../sql/select-inbox-changes.ts';
import type { AgentCommand } from './contract.ts';

/** Conversations changed since the cursor, whole. May repeat what is known, never leaves anything out. */
export const inboxSync: AgentCommand<'inboxSync'> = async ({ pool }, caller, { query }) => {
  const { companyId, agentId } = caller;
  const cursor = checkInboxCursor(query.cursor);
  const rowsMax = limits.syncRowsMax;
  const page = await selectInboxChanges(pool, { companyId, agentId, cursor, rowsMax });
  if (page.is_ahead) throw new HiloError('invalid_cursor');
  return {
    answer: {
      conversations: page.conversations.map(presentInboxConversation),
      removed: page.removed,
      counts: page.counts,
      cursor: page.cursor,
      more: page.more,
    },
    happenings: [],
    fields: { companyId },
  };
};
