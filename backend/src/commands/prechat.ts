import type { ProfileFields } from '@hilo/shared/protocol/shapes.ts';
import { missingPrechatFields } from '@hilo/shared/view/selectors.ts';
import { transact } from '../db/transact.ts';
import { presentRows } from '../presenters/present-changes.ts';
import type { LockedContact } from '../sql/lock-contact.ts';
import { getContact } from '../sql/select-contact.ts';
import { sumUnread } from '../sql/sum-unread.ts';
import type { Profile } from '../sql/update-profile.ts';
import { changeProfile } from './change/change-profile.ts';
import { beginChange } from './change/contact-change.ts';
import { finishChange } from './change/finish-change.ts';
import type { VisitorCommand } from './contract.ts';
import { admitVisitor } from './visitor/admit-visitor.ts';
import { requireWidget } from './visitor/require-widget.ts';
import { seeDevice } from './visitor/see-device.ts';

/** Saves what the visitor typed about themselves. It proves nothing, so it merges nothing and reveals nothing. */
export const prechat: VisitorCommand<'prechat'> = (context, caller, { body }) =>
  transact(context.pool, async (tx) => {
    const { companyId } = caller;
    const widget = await requireWidget(tx, caller);
    const contact = await admitVisitor(tx, caller, body.deviceId);
    const { contactId } = contact;
    await seeDevice(tx, caller, contactId, body.deviceId);

    const change = beginChange(tx, context, companyId, contact);
    const profile = typedProfile(contact, body.fields);
    await changeProfile(change, profile);
    const { changes, happenings } = await finishChange(change);
    return {
      answer: {
        missing: missingPrechatFields(widget.prechat, profile),
        changes: changes ?? presentRows(contactId, { contact: await getContact(tx, companyId, contactId) }),
      },
      happenings,
      fields: {
        contactId,
        deviceId: body.deviceId,
        unreadCount: await sumUnread(tx, companyId, contactId),
      },
    };
  });

/** An anonymous contact is what they type. Of a verified one, only what the company never said is filled in. */
function typedProfile(contact: LockedContact, typed: ProfileFields): Profile {
  const { userId } = contact;
  const pick = (known: string | null, field: string | undefined) =>
    userId === null ? (field ?? known) : (known ?? field ?? null);
  const email = pick(contact.email, typed.email);
  return {
    userId,
    name: pick(contact.name, typed.name),
    email,
    emailVerified: contact.emailVerified && email === contact.email,
    phone: pick(contact.phone, typed.phone),
  };
}
