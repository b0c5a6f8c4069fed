function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/**
 * UUID version 4 (RFC 9562, section 5.4). `crypto.randomUUID` needs a secure context; this works on http pages too:
 * each 0, 1 and 8 of the pattern is drawn anew, the 8 within the variant's bits. One call draws all, a byte for each
 * character: so a trace of the id says what was drawn.
 */
export function randomUuid(): string {
  const pattern = '10000000-1000-4000-8000-100000000000';
  const bytes = randomBytes(pattern.length);
  return pattern.replace(/[018]/g, (digit, at: number) =>
    (+digit ^ ((bytes[at] as number) & (15 >> (+digit / 4)))).toString(16),
  );
}

/** Lower-case hexadecimal digits, at most 32. */
export function randomHex(digits: number): string {
  return randomUuid().replace(/-/g, '').slice(0, digits);
}

/** A visitor token: 256 bits, base64url without padding, 43 characters. */
export function randomToken(): string {
  return btoa(String.fromCharCode(...randomBytes(32))).replace(/\W/g, (sign) =>
    sign === '+' ? '-' : sign === '/' ? '_' : '',
  );
}

/** 0 ≤ fraction ≤ 1, in millionths: enough to spread waiting times, and exact in a trace. */
export function randomFraction(): number {
  return +Math.random().toFixed(6);
}
