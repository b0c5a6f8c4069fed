import { HiloError } from '../hilo-error.ts';
import { nameTokenHash } from '../identity/hash-token.ts';
import { findVisitor } from '../sql/find-visitor.ts';
import { revokeToken } from '../sql/revoke-tokens.ts';
import { sumUnread } from '../sql/sum-unread.ts';
import type { VisitorCommand } from './contract.ts';
import { requireTokenHash } from './visitor/require-visitor.ts';

/** Revokes the token. Already revoked is a success; nothing else changes. */
export const logout: VisitorCommand<'logout'> = async ({ pool }, caller, { body }) => {
  const { companyId } = caller;
  const tokenHash = requireTokenHash(caller);
  const visitor = await findVisitor(pool, companyId, tokenHash);
  if (!visitor) throw new HiloError('token_unknown');
  const { contactId } = visitor;
  await revokeToken(pool, companyId, tokenHash);
  return {
    answer: { loggedOut: true },
    happenings: [{ kind: 'tokens_revoked', companyId, tokenHashes: [nameTokenHash(tokenHash)], contactId }],
    fields: {
      contactId,
      deviceId: body.deviceId,
      unreadCount: await sumUnread(pool, companyId, contactId),
    },
  };
};
