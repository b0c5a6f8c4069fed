import { createHash, randomBytes } from 'node:crypto';

/** What is stored of a token: its SHA-256. A token has 256 random bits, so nothing slower is needed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 256 random bits, base64url. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** How a token's hash is named outside the database: in happenings. */
export function nameTokenHash(hash: Buffer): string {
  return hash.toString('base64url');
}
