import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

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
