import { transact } from '../db/transact.ts';
import { lockContact } from '../sql/lock-contact.ts';
import {
  selectInactiveContacts,
  selectInactiveConversations,
  tryLockContact,
} from '../sql/select-inactive.ts';
import { beginChange, changeStatus } from './change/contact-change.ts';
import { finishChange } from './change/finish-change.ts';
import type { CommandContext, Happening } from './contract.ts';

/** Contacts that one call looks after at most. */
const contactsMax = 50;

/**
 * Solves open conversations that are over by their company's rule: some of them, each contact in a transaction of its
 * own. Nothing happened where there is nothing left to do. One without a message stays, whatever its age.
 */
export async function solveInactive(context: CommandContext): Promise<{ happenings: Happening[] }> {
  const happenings: Happening[] = [];
  for (const { companyId, contactId } of await selectInactiveContacts(context.pool, contactsMax)) {
    happenings.push(...(await solveOfContact(context, companyId, contactId)));
  }
  return { happenings };
}

function solveOfContact(context: CommandContext, companyId: string, contactId: string): Promise<Happening[]> {
  return transact(context.pool, async (tx) => {
    if (!(await tryLockContact(tx, companyId, contactId))) return [];
    const contact = await lockContact(tx, companyId, contactId);
    if (!contact) return [];
    const change = beginChange(tx, context, companyId, contact);
    for (const id of await selectInactiveConversations(tx, companyId, contact.contactId)) {
      await changeStatus(change, id, { to: 'solved', cause: 'inactivity', actor: { kind: 'system' } });
    }
    return (await finishChange(change)).happenings;
  });
}
