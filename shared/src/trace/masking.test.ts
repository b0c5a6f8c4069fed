import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify } from '../text/linkify.ts';
import { createMask, type MaskKey } from './masking.ts';

const mask = createMask([0x01234567, 0x89abcdef | 0]);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        'http',
        'https://',
        'Http://x.y',
        'hello',
        'ht',
        'hhttp',
        ' ',
        'ñandú',
        'Привет',
        '你好',
        '안녕',
        'שלום',
        '🙂👩‍👩‍👧',
        '12,50 €',
        'ana@shop.es',
        '_',
        'A',
      ),
    )
    .map((parts) => parts.join('')),
);
const key: fc.Arbitrary<MaskKey> = fc.tuple(fc.integer(), fc.integer());

describe('[R1.4] the mask', () => {
  it('keeps the length, and the class of every character', () => {
    fc.assert(
      fc.property(key, anyText, (drawn, text) => {
        const masked = createMask(drawn)(text);
        expect(masked).toHaveLength(text.length);
        expect(shapeOf(masked)).toBe(shapeOf(text));
      }),
    );
  });

  it('masks a beginning as the beginning of the mask, wherever it is cut', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), (text, at) => {
        expect(mask(text).slice(0, at)).toBe(mask(text.slice(0, at)));
      }),
    );
  });

  it('masks a draft as the message that it is trimmed to', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(mask(text).trim()).toBe(mask(text.trim()));
        expect(mask(` \n${text}`).trim()).toBe(mask(text.trim()));
      }),
    );
  });

  it('keeps equal texts equal, and different texts different', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(mask(one) === mask(other)).toBe(one === other);
      }),
    );
  });

  it('finds the same links in the masked text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const links = (of: string) => linkify(of).map((part) => [part.text.length, part.href !== undefined]);
        expect(links(mask(text))).toEqual(links(text));
      }),
    );
  });

  it('hides what was written', () => {
    const text = 'My card is 4111 1111 1111 1111, mail ana.perez@example.com, see https://bank.test/me?id=7';
    const masked = mask(text);
    for (const word of text.match(/[A-Za-z]{3,}|\d{4}/g) ?? []) {
      if (word !== 'https') expect(masked).not.toContain(word);
    }
    expect(masked).toMatch(/^\w\w \w{4} \w\w \d{4} \d{4} \d{4} \d{4}, \w{4} \w{3}\.\w{5}@\w{7}\.\w{3}, /);
    expect(masked).toMatch(/ https:\/\/\w{4}\.\w{4}\/\w\w\?\w\w=\d$/);
  });

  it('gives another mask under another key', () => {
    const text = 'the same words';
    const masks = new Set(Array.from({ length: 50 }, (_, i) => createMask([i, 7])(text)));
    expect(masks.size).toBe(50);
  });

  it('spreads what it gives: no letter of a masked position stands out', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_600; i++) {
      const first = createMask([i, ~i])('m')[0] as string;
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    // "h" begins links and is kept for them, so 25 letters share.
    expect(counts.has('h')).toBe(false);
    expect(counts.size).toBe(25);
    expect(Math.max(...counts.values())).toBeLessThan(170);
    expect(Math.min(...counts.values())).toBeGreaterThan(50);
  });
});

/** What of a character the mask promises to keep. */
function shapeOf(text: string): string {
  return text.replace(/./gsu, (char) => {
    if ((char.codePointAt(0) as number) > 0xffff) return char.charAt(0);
    if (/[a-z]/.test(char)) return 'a';
    if (/[A-Z]/.test(char)) return 'A';
    if (/\p{Lu}/u.test(char)) return 'U';
    if (/\p{Ll}/u.test(char)) return 'l';
    if (/\p{L}/u.test(char)) return 'L';
    if (/\p{Nd}/u.test(char)) return '0';
    if (/\p{N}/u.test(char)) return 'n';
    return /\p{Extended_Pictographic}/u.test(char) ? 'e' : char;
  });
}
