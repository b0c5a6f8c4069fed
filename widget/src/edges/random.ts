function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/**
 * UUID version 4 (RFC 9562, section 5.4). `crypto.randomUUID` needs a secure context; this works on http pages too:
 * each 0, 1 and 8 of the pattern is drawn anew, the 8 within the variant's bits.
 */
export function randomUuid(): string {
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (+digit ^ ((randomBytes(1)[0] as number) & (15 >> (+digit / 4)))).toString(16),
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
