import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { DatabasePool } from 'slonik';
import { presentFields } from '../presenters/present-fields.ts';
import { findConversation } from '../sql/select-conversations.ts';
import { sumUnread } from '../sql/sum-unread.ts';

/** What a socket that has connected knows of the ten fields: its session's conversation, else the contact's total. */
export async function readSocketFields(
  pool: DatabasePool,
  companyId: string,
  contactId: string,
  session: { conversationId: string } | null,
): Promise<Partial<TenFields>> {
  const found = session && (await findConversation(pool, companyId, session.conversationId));
  if (found) return presentFields(found);
  return { unreadCount: await sumUnread(pool, companyId, contactId) };
}
