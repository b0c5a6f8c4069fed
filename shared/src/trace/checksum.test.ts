import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, createSha256 } from './checksum.ts';
import { canonicalJson } from './checksum-canonical.ts';

function sha256(...pieces: string[]): string {
  const hash = createSha256();
  for (const piece of pieces) hash.update(piece);
  return hash.hex();
}

function canonical(value: unknown): string {
  return [...canonicalJson(value)].join('');
}

describe('[R1.4] SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the published digest (FIPS 180-4 examples)', (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it('agrees with node:crypto on every text, whole or in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 })), (pieces) => {
        const whole = createHash('sha256').update(pieces.join('')).digest('hex');
        expect(sha256(...pieces)).toBe(whole);
      }),
    );
  });

  it('agrees at every length around a block, and on a lone surrogate', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'é'.repeat(length);
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
    expect(sha256('a\ud800b')).toBe(createHash('sha256').update('a\ud800b').digest('hex'));
  });
});

describe('[R1.4] canonical JSON', () => {
  it('orders names by UTF-16 code units (RFC 8785, section 3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonical(value)) as object).slice(1)).toEqual([
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('says the same as JSON, whatever the order of the names', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('does not overflow on deep values', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(canonical(deep)).toHaveLength(200_001);
  });

  it('changes with any change, and not with the order', () => {
    expect(checksumOf({ a: 1, b: [2] })).toBe(checksumOf({ b: [2], a: 1 }));
    expect(checksumOf({ a: 1 })).not.toBe(checksumOf({ a: 2 }));
    expect(checksumOf({ a: 1, b: undefined })).toBe(checksumOf({ a: 1 }));
  });
});
