import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from './checksum-bytes.ts';
import { canonicalJson } from './checksum-canonical.ts';

const fixture = new URL('../../testing/fixtures/clean/chat.json', import.meta.url);

const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
const utf8 = {
  decode: (bytes: Uint8Array) => decoder.decode(bytes),
  encode: (text: string) => encoder.encode(text),
};

function fromBytes(text: string): string {
  return utf8.decode(canonicalBytes(utf8.encode(text), 'checksum', utf8));
}

function fromValue(text: string): string {
  const { checksum: _leftOut, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return [...canonicalJson(rest)].join('');
}

/** JSON text of a value as somebody else might write it: white space, escapes, numbers, names in any order and twice. */
function strangely(value: unknown, pick: (count: number) => number): string {
  const space = () => ['', '', ' ', '\n', '\t\r '][pick(5)];
  const spaced = (text: string) => `${space()}${text}${space()}`;
  const text = (one: string) =>
    `"${[
      ...JSON.stringify(one)
        .slice(1, -1)
        .matchAll(/\\u.{4}|\\.|./gsu),
    ]
      .map(([unit]) => strangeUnit(unit, pick))
      .join('')}"`;
  if (typeof value === 'string') return spaced(text(value));
  if (typeof value === 'number') return spaced(strangeNumber(value, pick));
  if (typeof value !== 'object' || value === null) return spaced(`${value}`);
  if (Array.isArray(value))
    return spaced(`[${value.map((one) => strangely(one, pick)).join(',') || space()}]`);
  const members = Object.entries(value).map(([name, one]) => `${spaced(text(name))}:${strangely(one, pick)}`);
  const [again] = Object.keys(value);
  if (again !== undefined && pick(4) === 0) members.unshift(`${text(again)}:${JSON.stringify(value)}`);
  return spaced(`{${members.join(',') || space()}}`);
}

function strangeUnit(unit: string, pick: (count: number) => number): string {
  if (unit.startsWith('\\') || pick(6) > 0) return unit;
  if (unit === '/') return '\\/';
  const codes = Array.from({ length: unit.length }, (_, i) =>
    unit.charCodeAt(i).toString(16).padStart(4, '0'),
  );
  return codes.map((code) => `\\u${pick(2) ? code : code.toUpperCase()}`).join('');
}

function strangeNumber(value: number, pick: (count: number) => number): string {
  const forms = [`${value}`, value.toExponential(), value.toExponential().toUpperCase(), `${value}`];
  if (Number.isInteger(value) && Math.abs(value) < 1e20)
    forms.push(`${value}.0`, `${value}e0`, `${value}E+00`);
  return value === 0
    ? (['0', '-0', '0.00', '0e5'][pick(4)] as string)
    : (forms[pick(forms.length)] as string);
}

describe('[R1.4] canonical JSON from the bytes of a text', () => {
  it('is that of what JSON.parse makes of it, however it is written', () => {
    // Of one byte in UTF-8 and of more, escaped and not, and halves of pairs.
    const units = [
      'a',
      'b',
      '0',
      '/',
      '"',
      '\\',
      ' ',
      '\n',
      '\u0001',
      '\u007f',
      'é',
      '€',
      '\ufb33',
      '😀',
      '\ud800',
    ];
    const string = fc.string({ unit: fc.constantFrom(...units), maxLength: 8 });
    const name = fc.oneof(fc.constantFrom('checksum', '1', '10', '9'), string);
    const plain = fc.oneof(
      string,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
    );
    const { whole } = fc.letrec<{ whole: unknown; object: unknown }>((tie) => ({
      object: fc.dictionary(name, tie('whole'), { maxKeys: 3 }),
      whole: fc.oneof({ maxDepth: 2 }, plain, fc.array(tie('whole'), { maxLength: 3 }), tie('object')),
    }));
    let moved = 0;
    fc.assert(
      fc.property(
        fc.dictionary(name, whole, { maxKeys: 4 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
        (value, choices) => {
          let next = 0;
          const text = strangely(value, (count) => (choices[next++ % choices.length] as number) % count);
          const canonical = fromValue(text);
          if (canonical !== text) moved++;
          expect(fromBytes(text)).toBe(canonical);
        },
      ),
      { numRuns: 300 },
    );
    expect(moved).toBeGreaterThan(150);
  });

  it.each([
    ['names that begin alike', '{"ab":1,"a":2,"abc":3}'],
    ['names in an order that UTF-8 does not have', '{"\ufb33":1,"\ud83d\ude00":2,"z":3,"\u20ac":4}'],
    ['a lone surrogate', '{"b":"\\uD800","\\udc00":1,"a":"x"}'],
    ['the same name several times', '{"a":1,"b":2,"a":3,"\\u0061":4,"c":{"x":1,"x":2}}'],
    ['numbers that get longer', '{"a":1e20,"b":[1e20,1E20,1e+20,-1e-6],"c":"after"}'],
    ['numbers at their limits', '{"a":[9007199254740993,1e21,1e-7,5e-324,123456789012345678,-0,-12]}'],
    [
      'the member that is left out, written otherwise, twice, and within',
      '{"check\\u0073um":1,"b":{"checksum":2},"checksum":3}',
    ],
    ['nothing else', '{"checksum":"sha256:"}'],
    ['nothing', ' { } '],
    ['many members', `{${Array.from({ length: 500 }, (_, i) => `"k${(i * 7919) % 500}":${i}`).join(',')}}`],
    ['deep ones', `{"a":${'['.repeat(60)}{"b":1,"a":2}${']'.repeat(60)}}`],
    [
      'long members before short ones',
      `{"z":"${'long '.repeat(500)}","a":1,"m":{"y":1,"x":"${'x'.repeat(90)}"}}`,
    ],
  ])('is the same with %s', (_what, text) => {
    expect(fromBytes(text)).toBe(fromValue(text));
  });

  it('is the same of a blob, and of one that was copied between fences', () => {
    const text = readFileSync(fixture, 'utf8');
    expect(fromBytes(text)).toBe(fromValue(text));
    expect(fromBytes(`\uFEFF\n\`\`\`json\n${text}\`\`\`\n`)).toBe(fromValue(text));
    const { checksum } = JSON.parse(text) as { checksum: string };
    const bytes = canonicalBytes(utf8.encode(text), 'checksum', utf8);
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(checksum);
  });

  it('ends on whatever bytes there are', () => {
    const text = readFileSync(fixture, 'utf8').slice(0, 3_000);
    for (let end = 0; end < text.length; end++)
      expect(() => fromBytes(text.slice(0, end))).toThrow(SyntaxError);
    const sign = fc.constantFrom(...'{}[]:,"\\ax1-.e tfn\u00f1'.split(''));
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        try {
          fromBytes(`{${signs.join('')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
