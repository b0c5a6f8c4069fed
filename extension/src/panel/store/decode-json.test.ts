import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonDecoder } from './decode-json.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function decodeJson(bytes: Uint8Array, pieceBytes = bytes.length): string {
  const decoder = createJsonDecoder();
  for (let at = 0; at < bytes.length; at += pieceBytes) decoder.add(bytes.subarray(at, at + pieceBytes));
  return decoder.end();
}

describe('createJsonDecoder', () => {
  it('means the same as the text, whatever stands in it and wherever a piece ends', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    // So much plain text beside it that what is wide is worth an escape, or not.
    const filler = 'x'.repeat(3_000);
    fc.assert(
      fc.property(
        fc.array(text),
        fc.boolean(),
        fc.integer({ min: 1, max: 80 }),
        (texts, isMostlyPlain, piece) => {
          const bytes = bytesOf(JSON.stringify({ filler: isMostlyPlain ? filler : '', texts }));
          expect(JSON.parse(decodeJson(bytes, piece))).toEqual(JSON.parse(new TextDecoder().decode(bytes)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('writes a few characters beyond Latin-1 as escapes, and leaves a text that is full of them', () => {
    const few = `["${'a'.repeat(500)}…é😀"]`;
    expect(decodeJson(bytesOf(few))).toBe(`["${'a'.repeat(500)}\\u2026é\\ud83d\\ude00"]`);
    expect(decodeJson(bytesOf('["日本語"]'))).toBe('["日本語"]');
  });

  it('passes over a mark of the byte order, and replaces what is no UTF-8', () => {
    expect(decodeJson(new Uint8Array([0xef, 0xbb, 0xbf, 0x5b, 0x5d]))).toBe('[]');
    expect(JSON.parse(decodeJson(new Uint8Array([0x22, 0xff, 0x22])))).toBe('\ufffd');
  });
});
