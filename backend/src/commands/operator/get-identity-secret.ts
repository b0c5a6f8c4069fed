import { HiloError } from '../../hilo-error.ts';
import { selectSecrets } from '../../sql/secrets.ts';
import type { CommandContext } from '../contract.ts';

/** The company's current identity secret. Throws `not_found`. */
export async function getIdentitySecret(
  { pool }: CommandContext,
  { companyId }: { companyId: string },
): Promise<string> {
  const [secret] = await selectSecrets(pool, companyId);
  if (secret === undefined) throw new HiloError('not_found');
  return secret;
}
