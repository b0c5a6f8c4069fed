import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

/** Takes a version. The contact is locked by this transaction. */
export async function setContactVersion(
  tx: Transaction,
  companyId: string,
  contactId: string,
  version: number,
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    UPDATE contacts SET version = ${version} WHERE company_id = ${companyId} AND contact_id = ${contactId}
  `);
}
