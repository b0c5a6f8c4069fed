import { limits } from '@hilo/shared/limits.ts';
import { profileFields } from '@hilo/shared/protocol/shapes.ts';
import { errors as joseErrors, jwtVerify } from 'jose';
import { z } from 'zod';
import { HiloError } from '../hilo-error.ts';
import type { ProvenIdentity } from './verify-proof.ts';

const clockToleranceSeconds = 60;
const userId = z.string().min(1).max(limits.userIdCharsMax);

const claims = z.object({
  sub: userId.optional(),
  user_id: userId.optional(),
  exp: z.number().optional(),
  iat: z.number().optional(),
  name: profileFields.shape.name.catch(undefined),
  email: profileFields.shape.email.catch(undefined),
  phone: profileFields.shape.phone.catch(undefined),
});
type Claims = z.infer<typeof claims>;

/**
 * A JWT (RFC 7519) signed with HS256 by the company: the user's id in `sub` or `user_id`, optionally `name`, `email`,
 * `phone`. It must say when it ends (`exp`) or when it was made (`iat`), and lives a day at most.
 */
export async function verifyJwt(jwt: string, secrets: readonly string[]): Promise<ProvenIdentity> {
  const payload = await readSigned(jwt, secrets);
  const { sub, user_id, name, email, phone } = payload;
  const id = sub ?? user_id;
  if (id === undefined) {
    throw new HiloError(
      'identity_unproven',
      'Unable to identify the visitor; the JWT names no `sub` or `user_id`.',
    );
  }
  assertFresh(payload);
  return { userId: id, name, email, phone };
}

async function readSigned(jwt: string, secrets: readonly string[]): Promise<Claims> {
  for (const secret of secrets) {
    try {
      const options = { algorithms: ['HS256'], clockTolerance: clockToleranceSeconds };
      const { payload } = await jwtVerify(jwt, new TextEncoder().encode(secret), options);
      const parsed = claims.safeParse(payload);
      if (!parsed.success) throw new HiloError('identity_unproven');
      return parsed.data;
    } catch (error) {
      if (error instanceof joseErrors.JWTExpired) throw new HiloError('identity_expired');
      if (error instanceof joseErrors.JWSSignatureVerificationFailed) continue;
      throw new HiloError('identity_unproven');
    }
  }
  throw new HiloError('identity_unproven');
}

function assertFresh({ exp, iat }: Claims): void {
  const now = Date.now();
  if (iat !== undefined) {
    if (now - iat * 1000 > limits.identityJwtAgeMsMax) throw new HiloError('identity_expired');
    // One made in the future would live longer than a day.
    if (iat * 1000 - now > clockToleranceSeconds * 1000) throw new HiloError('identity_unproven');
    return;
  }
  if (exp === undefined || exp * 1000 - now > limits.identityJwtAgeMsMax) {
    throw new HiloError(
      'identity_unproven',
      'Unable to identify the visitor; the JWT must carry `iat`, or an `exp` within a day.',
    );
  }
}
