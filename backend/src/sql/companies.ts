import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

const companyRow = z.object({ company_id: z.string(), name: z.string() });

/** A company. */
export async function findCompany(
  db: CommonQueryMethods,
  companyId: string,
): Promise<z.infer<typeof companyRow> | undefined> {
  const found = await db.maybeOne(
    sql.type(companyRow)`SELECT company_id, name FROM companies WHERE company_id = ${companyId}`,
  );
  return found ?? undefined;
}

/** Makes those who change what a company is wait for each other. False where there is none. */
export async function lockCompany(tx: Transaction, companyId: string): Promise<boolean> {
  const result = await tx.query(sql.type(z.object({}))`
    SELECT 1 FROM companies WHERE company_id = ${companyId} FOR NO KEY UPDATE
  `);
  return result.rowCount === 1;
}
