import { limits } from '@hilo/shared/limits.ts';
import { presentInboxConversation } from '../presenters/present-inbox-conversation.ts';
import { selectInbox } from '../sql/select-inbox.ts';
import { requireVisibleConversation } from './agent/require-visible-conversation.ts';
import type { AgentCommand } from './contract.ts';

/** A page of conversations, and the cursor to stay up to date from. Throws `not_found` where `after` is none. */
export const inbox: AgentCommand<'inbox'> = async ({ pool }, caller, { query }) => {
  const { companyId, agentId } = caller;
  const after = query.after ?? null;
  if (after !== null) await requireVisibleConversation(pool, caller, after);
  const rowsMax = limits.inboxPageMax;
  const search = findSearch(query.search);
  const page = await selectInbox(pool, { companyId, agentId, filter: query.filter, after, search, rowsMax });
  return {
    answer: {
      conversations: page.conversations.slice(0, rowsMax).map(presentInboxConversation),
      hasMore: page.conversations.length > rowsMax,
      counts: page.counts,
      cursor: page.cursor,
    },
    happenings: [],
    fields: { companyId },
  };
};

/** Postgres cannot search for U+0000, and no text has one. */
function findSearch(typed: string | undefined): string | null {
  const search = typed?.replaceAll('\0', '').trim();
  return search ? search : null;
}
