import type { Body } from '@hilo/shared/protocol/routes.ts';
import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { Transaction } from '../../db/transact.ts';
import { selectOpenConversations } from '../../sql/select-conversations.ts';
import { requireOwnConversation } from '../visitor/require-own-conversation.ts';

/** Where a start leads: to one that is open, or to a new one in this slot, in place of another or not. */
export type Choice =
  | { kind: 'existing'; conversationId: string }
  | { kind: 'open'; openSlot: string; replaces: string | null };

type Start = Pick<Body<'startSession'>, 'clientStartId' | 'intent' | 'replacesConversationId'>;

/**
 * Decides under the contact's lock. Under `single` an open conversation is answered with, unless it is the very one to
 * be replaced: then a second click, that finds it replaced already, gets what the first one opened. Under `multiple`
 * an explicit "New chat" always opens one, and nothing is archived. Throws `not_found`.
 */
export async function chooseConversation(
  tx: Transaction,
  companyId: string,
  contactId: string,
  policy: WidgetConfig['policy'],
  { clientStartId, intent, replacesConversationId }: Start,
): Promise<Choice> {
  if (replacesConversationId !== null) {
    await requireOwnConversation(tx, companyId, contactId, replacesConversationId);
  }
  if (policy === 'multiple' && intent === 'new') {
    return { kind: 'open', openSlot: clientStartId, replaces: null };
  }
  const open = await selectOpenConversations(tx, companyId, contactId);
  const replaced =
    intent === 'new' ? open.find((row) => row.conversation_id === replacesConversationId) : undefined;
  const existing = open.find((row) => row !== replaced);
  if (existing) return { kind: 'existing', conversationId: existing.conversation_id };
  return { kind: 'open', openSlot: '0', replaces: replaced?.conversation_id ?? null };
}
