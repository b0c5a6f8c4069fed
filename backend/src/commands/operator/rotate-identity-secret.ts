import { v7 } from 'uuid';
import { transact } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { createToken } from '../../identity/hash-token.ts';
import { lockCompany } from '../../sql/companies.ts';
import { insertSecret, retireSecret } from '../../sql/secrets.ts';
import type { CommandContext } from '../contract.ts';

const graceMsDefault = 24 * 60 * 60 * 1000;

/**
 * Gives a company a new identity secret. What is signed with the old one counts for a grace period more (24 hours, or
 * `graceMs`), so that its servers can change over. Throws `not_found`.
 */
export function rotateIdentitySecret(
  context: CommandContext,
  { companyId, graceMs = graceMsDefault }: { companyId: string; graceMs?: number },
): Promise<{ identitySecret: string; previousValidUntil: number | null }> {
  const identitySecret = createToken();
  return transact(context.pool, async (tx) => {
    if (!(await lockCompany(tx, companyId))) throw new HiloError('not_found');
    const previousValidUntil = await retireSecret(tx, companyId, graceMs);
    await insertSecret(tx, { companyId, secretId: v7(), secret: identitySecret });
    return { identitySecret, previousValidUntil: previousValidUntil ?? null };
  });
}
