import { canonicalJson } from './checksum-canonical.ts';

/** A hash that is fed piece by piece. */
export interface Sha256 {
  update(text: string): void;
  /** The digest of everything fed, as 64 lower-case hex digits. The hash takes nothing after it. */
  hex(): string;
}

/**
 * SHA-256 (FIPS 180-4) of text as UTF-8, in plain JavaScript: `crypto.subtle` is missing on http pages. A lone
 * surrogate counts as U+FFFD, as TextEncoder has it.
 */
export function createSha256(): Sha256 {
  const state = initialState.slice();
  const block = new Uint8Array(64);
  const words = new Int32Array(64);
  let filled = 0;
  let bytes = 0;
  const push = (byte: number) => {
    block[filled++] = byte;
    bytes++;
    if (filled < 64) return;
    compress(state, block, words);
    filled = 0;
  };
  return {
    update(text) {
      for (let i = 0; i < text.length; i++) {
        let code = text.charCodeAt(i);
        if (code < 0x80) push(code);
        else {
          if (code >= 0xd800 && code < 0xe000) {
            const whole = text.codePointAt(i) as number;
            if (whole > 0xffff) i++;
            code = whole > 0xffff ? whole : 0xfffd;
          }
          pushUtf8(code, push);
        }
      }
    },
    hex() {
      const bits = bytes * 8;
      push(0x80);
      while (filled !== 56) push(0);
      for (let i = 7; i >= 0; i--) push(Math.floor(bits / 2 ** (8 * i)) & 0xff);
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    },
  };
}

/** The checksum of a JSON value: SHA-256 over its canonical form (RFC 8785), with the name of the method before it. */
export function checksumOf(value: unknown): string {
  const steps = checksumInSteps(value);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same a little at a time, for pages that must not stand still: each step takes about a millisecond. */
export function* checksumInSteps(value: unknown): Generator<undefined, string> {
  const hash = createSha256();
  for (const chunk of canonicalJson(value)) {
    hash.update(chunk);
    yield undefined;
  }
  return `sha256:${hash.hex()}`;
}

function pushUtf8(code: number, push: (byte: number) => void): void {
  if (code < 0x800) push(0xc0 | (code >> 6));
  else {
    if (code < 0x10000) push(0xe0 | (code >> 12));
    else {
      push(0xf0 | (code >> 18));
      push(0x80 | ((code >> 12) & 63));
    }
    push(0x80 | ((code >> 6) & 63));
  }
  push(0x80 | (code & 63));
}

/** The first 32 bits of the fractional parts of roots of primes: 64 cube roots, 8 square roots (section 4.2.2). */
const primes = firstPrimes(64);
const roundConstants = Int32Array.from(primes, (prime) => fractionOf(prime ** (1 / 3)));
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fractionOf(prime ** 0.5));

function fractionOf(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

function compress(state: Int32Array, block: Uint8Array, w: Int32Array): void {
  for (let i = 0; i < 16; i++) {
    const at = 4 * i;
    w[i] = (block[at]! << 24) | (block[at + 1]! << 16) | (block[at + 2]! << 8) | block[at + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + roundConstants[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = (state[i]! + next[i]!) | 0;
}
