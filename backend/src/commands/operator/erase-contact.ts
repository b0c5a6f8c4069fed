import { transact } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { nameTokenHash } from '../../identity/hash-token.ts';
import { deleteContact, deleteConversations, lockTokensOfPerson } from '../../sql/erase-contact.ts';
import { lockContact } from '../../sql/lock-contact.ts';
import { findContact } from '../../sql/select-contact.ts';
import { deleteTraceChunksOfContact } from '../../sql/trace-chunks.ts';
import type { CommandContext, Happening } from '../contract.ts';

export interface ErasedContact {
  contactId: string;
  conversations: number;
  messages: number;
  happenings: Happening[];
}

/**
 * Erases a person: whole conversations, with messages, notes, surveys and history; the contact, those merged into it,
 * devices, tokens and what the log's lines keep of them. An id that was merged away erases the same person. What stays is the bare ids of conversations
 * that agents saw, so that inboxes learn of it. Throws `not_found`.
 */
export function eraseContact(
  context: CommandContext,
  { companyId, contactId }: { companyId: string; contactId: string },
): Promise<ErasedContact> {
  return transact(context.pool, async (tx) => {
    const found = await findContact(tx, companyId, contactId);
    if (!found) throw new HiloError('not_found');
    const tokens = await lockTokensOfPerson(tx, companyId, found.contact_id);
    const person = await lockContact(tx, companyId, found.contact_id);
    if (!person) throw new HiloError('not_found');
    const gone = await deleteConversations(tx, companyId, person.contactId);
    await deleteTraceChunksOfContact(tx, companyId, person.contactId);
    await deleteContact(tx, companyId, person.contactId);
    const seen = gone.filter((conversation) => conversation.messages > 0);
    return {
      contactId: person.contactId,
      conversations: gone.length,
      messages: gone.reduce((sum, conversation) => sum + conversation.messages, 0),
      happenings: [
        ...seen.map(({ conversationId }) => ({ kind: 'inbox_removed' as const, companyId, conversationId })),
        {
          kind: 'tokens_revoked',
          companyId,
          tokenHashes: tokens.map(nameTokenHash),
          contactId: person.contactId,
        },
      ],
    };
  });
}
