import { limits } from '@hilo/shared/limits.ts';
import type { LockedContact } from '../../sql/lock-contact.ts';
import { type Merge, moveConversations, reslotConversation, retireContact } from '../../sql/merge-contact.ts';
import type { ConversationRow } from '../../sql/rows/conversation-row.ts';
import type { WidgetRow } from '../../sql/rows/widget-row.ts';
import { selectOpenConversations } from '../../sql/select-conversations.ts';
import { type ContactChange, changeStatus } from '../change/contact-change.ts';

/** The version of a merge: the survivor's next, above both, so that nothing moved is older than any cursor. */
export function mergeVersion(survivor: LockedContact, merged: LockedContact): number {
  return Math.max(survivor.version, merged.version) + 1;
}

/**
 * Moves everything of an anonymous contact to the survivor, whose change this is. Both are locked. The survivor's own
 * row is written by the caller.
 */
export async function mergeContact(
  change: ContactChange,
  merged: LockedContact,
  policy: WidgetRow['policy'],
): Promise<void> {
  const { tx, companyId, version, traceparent } = change;
  const merge: Merge = {
    companyId,
    survivorId: change.contact.contactId,
    mergedId: merged.contactId,
    mergedName: merged.name,
    version,
    traceparent,
  };
  await settleOpenConversations(change, merged, policy);
  const moved = await moveConversations(tx, merge);
  await retireContact(tx, merge);
  change.isVisible = true;
  for (const id of moved.slice(-limits.conversationsPageMax)) change.touched.add(id);
}

/**
 * Under `single` one open conversation stays: the empty ones, else those with the older last message, are archived.
 * Under `multiple` several may be open, so each of the merged contact's keeps, or gets, a slot of its own.
 */
async function settleOpenConversations(
  change: ContactChange,
  merged: LockedContact,
  policy: WidgetRow['policy'],
): Promise<void> {
  const { tx, companyId, contact } = change;
  const theirs = await selectOpenConversations(tx, companyId, merged.contactId);
  const own = await selectOpenConversations(tx, companyId, contact.contactId);
  if (theirs.length === 0 || own.length === 0) return;
  if (policy === 'multiple') {
    const taken = new Set(own.map((row) => row.open_slot));
    const colliding = theirs.filter((row) => taken.has(row.open_slot));
    for (const row of colliding) await reslotConversation(tx, companyId, row.conversation_id);
    return;
  }
  const [, ...losers] = [...own, ...theirs].sort(byClaim);
  for (const row of losers) {
    await changeStatus(change, row.conversation_id, {
      to: 'archived',
      cause: 'merged',
      actor: { kind: 'system' },
    });
  }
}

/** The one to keep first. The sort is stable, so that between equals it is the survivor's own. */
function byClaim(a: ConversationRow, b: ConversationRow): number {
  return (b.last_message_at ?? -1) - (a.last_message_at ?? -1);
}
