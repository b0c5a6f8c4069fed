import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

export interface Profile {
  userId: string | null;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  phone: string | null;
}

/** Writes who a contact is, as part of a version. */
export async function updateProfile(
  tx: Transaction,
  key: { companyId: string; contactId: string; version: number },
  profile: Profile,
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    UPDATE contacts SET
      user_id = ${profile.userId},
      name = ${profile.name},
      email = ${profile.email},
      email_verified = ${profile.emailVerified},
      phone = ${profile.phone},
      version = ${key.version},
      row_version = ${key.version}
    WHERE company_id = ${key.companyId} AND contact_id = ${key.contactId}
  `);
}

/** Agents see the contact in each of its conversations: each counts a change. */
export async function touchConversationsOfContact(
  tx: Transaction,
  companyId: string,
  contactId: string,
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    UPDATE conversations SET contact_id = contact_id
    WHERE company_id = ${companyId} AND contact_id = ${contactId} AND last_seq > 0
  `);
}
