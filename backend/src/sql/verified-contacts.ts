import { sql } from 'slonik';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

/** Makes everybody who identifies as this user wait for each other. Taken before any other lock. */
export async function lockUserId(tx: Transaction, companyId: string, userId: string): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    SELECT pg_advisory_xact_lock(hashtextextended(${`${companyId}/${userId}`}, 0))
  `);
}

/** The contact that is this user. */
export async function findVerifiedContactId(
  tx: Transaction,
  companyId: string,
  userId: string,
): Promise<string | undefined> {
  const found = await tx.maybeOneFirst(sql.type(z.object({ contact_id: z.string() }))`
    SELECT contact_id FROM contacts WHERE company_id = ${companyId} AND user_id = ${userId}
  `);
  return found ?? undefined;
}

/** A contact without anything in it yet. */
export function insertContact(tx: Transaction, companyId: string): Promise<string> {
  return tx.oneFirst(sql.type(z.object({ contact_id: z.string() }))`
    INSERT INTO contacts (company_id, contact_id, last_seen_at) VALUES (${companyId}, ${v7()}, now())
    RETURNING contact_id
  `);
}
