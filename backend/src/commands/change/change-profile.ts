import { limits } from '@hilo/shared/limits.ts';
import { selectInboxConversationIds } from '../../sql/select-conversations.ts';
import { type Profile, touchConversationsOfContact, updateProfile } from '../../sql/update-profile.ts';
import type { ContactChange } from './contact-change.ts';

/**
 * Writes who the contact is, where that is news. Agents see it in every conversation of theirs; the most recent ones
 * are told at once, inboxes hear of the others when they sync.
 */
export async function changeProfile(change: ContactChange, profile: Profile): Promise<void> {
  if (!isSame(change.contact, profile)) await writeProfile(change, profile);
}

/** The same, also where only the contact's aliases are news. */
export async function writeProfile(change: ContactChange, profile: Profile): Promise<void> {
  const { tx, companyId, contact, version } = change;
  await updateProfile(tx, { companyId, contactId: contact.contactId, version }, profile);
  change.isVisible = true;
  await touchConversationsOfContact(tx, companyId, contact.contactId);
  const ids = await selectInboxConversationIds(tx, companyId, contact.contactId);
  for (const id of ids.slice(0, limits.conversationsPageMax)) change.touched.add(id);
}

function isSame(a: Profile, b: Profile): boolean {
  return (
    a.userId === b.userId &&
    a.name === b.name &&
    a.email === b.email &&
    a.emailVerified === b.emailVerified &&
    a.phone === b.phone
  );
}
