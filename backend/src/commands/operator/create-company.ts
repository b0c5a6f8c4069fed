import { v7 } from 'uuid';
import { transact } from '../../db/transact.ts';
import { createToken } from '../../identity/hash-token.ts';
import { insertCompany } from '../../sql/insert-company.ts';
import { insertSecret } from '../../sql/secrets.ts';
import type { CommandContext } from '../contract.ts';
import { type NewCompanyInput, newCompany } from './operator-input.ts';
import { parseInput, taken } from './parse-input.ts';

/**
 * Creates a company with its first identity secret: what its servers sign their visitors' identities with.
 * Throws `invalid_request`.
 */
export async function createCompany(
  context: CommandContext,
  input: NewCompanyInput,
): Promise<{ companyId: string; identitySecret: string }> {
  const company = parseInput(newCompany, input);
  const identitySecret = createToken();
  const { companyId } = company;
  await transact(context.pool, async (tx) => {
    if (!(await insertCompany(tx, company))) throw taken('/companyId', `the company id ${companyId}`);
    await insertSecret(tx, { companyId, secretId: v7(), secret: identitySecret });
  });
  return { companyId, identitySecret };
}
