import { type Transaction, transact } from '../db/transact.ts';
import { HiloError } from '../hilo-error.ts';
import { hashToken } from '../identity/hash-token.ts';
import { type ProvenIdentity, verifyProof } from '../identity/verify-proof.ts';
import { selectSecrets } from '../sql/secrets.ts';
import { lockUserId } from '../sql/verified-contacts.ts';
import type { CommandContext, Input, VisitorCaller, VisitorCommand } from './contract.ts';
import { becomeUser } from './identity/become-user.ts';
import { resolveTokens } from './identity/resolve-tokens.ts';
import { readSnapshot } from './visitor/read-snapshot.ts';
import { seeDevice } from './visitor/see-device.ts';

/**
 * Makes the caller the user that the company's proof names, and rotates their token. An anonymous contact becomes, or is
 * merged into, the verified one; another verified contact is logged out, and never merged. A retry gets the same answer.
 */
export const identify: VisitorCommand<'identify'> = async (context, caller, input) => {
  const secrets = await selectSecrets(context.pool, caller.companyId);
  const proven = await verifyProof(input.body.proof, secrets);
  return transact(context.pool, (tx) => identifyAs(tx, context, caller, input, proven));
};

async function identifyAs(
  tx: Transaction,
  context: CommandContext,
  caller: VisitorCaller,
  { body }: Input<'identify'>,
  proven: ProvenIdentity,
) {
  const { companyId } = caller;
  const nextHash = hashToken(body.nextToken);
  await lockUserId(tx, companyId, proven.userId);
  const hashes = { old: caller.tokenHash, next: nextHash };
  const tokens = await resolveTokens(tx, companyId, proven.userId, hashes);
  const became = await becomeUser(tx, context, caller, { body, proven, nextHash, tokens });
  await seeDevice(tx, caller, became.contactId, body.deviceId);
  const read = await readSnapshot(tx, companyId, became.contactId);
  // Only a retry does not hold its contact, which may be erased meanwhile.
  if (!read) throw new HiloError('token_revoked');
  const { snapshot, fields } = read;
  return {
    answer: { snapshot, switched: became.switched, mergedContactId: became.mergedContactId },
    happenings: became.happenings,
    statusChanges: became.statusChanges,
    fields: { ...fields, deviceId: body.deviceId },
  };
}
