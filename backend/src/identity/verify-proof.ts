import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Body } from '@hilo/shared/protocol/routes.ts';
import { HiloError } from '../hilo-error.ts';
import { verifyJwt } from './verify-jwt.ts';

type Proof = Body<'identify'>['proof'];

/** Who the company says the visitor is. `email`, `name` and `phone` are the company's word where the proof carried them. */
export interface ProvenIdentity {
  userId: string;
  name?: string;
  email?: string;
  phone?: string;
}

/**
 * Checks a proof against each of the company's valid secrets (two while they rotate).
 * Throws `identity_unproven`, `identity_expired`.
 */
export async function verifyProof(proof: Proof, secrets: readonly string[]): Promise<ProvenIdentity> {
  const identity = proof.kind === 'jwt' ? await verifyJwt(proof.jwt, secrets) : verifyHash(proof, secrets);
  // Postgres cannot keep it as text, and no sane id has one.
  if (identity.userId.includes('\0')) throw new HiloError('identity_unproven');
  return identity;
}

function verifyHash(proof: Extract<Proof, { kind: 'hmac' }>, secrets: readonly string[]): ProvenIdentity {
  const given = Buffer.from(proof.userHash, 'hex');
  const isProven = secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(proof.userId).digest();
    return timingSafeEqual(expected, given);
  });
  if (!isProven) throw new HiloError('identity_unproven');
  return { userId: proof.userId };
}
