import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileFields } from './shapes.ts';
import { cursor, isVisible, lineText, personText, uuid, visitorToken } from './text.ts';

const text = personText(20);
const line = lineText(20);
const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;
const named = (value: string) => JSON.stringify(value);

describe('personText', () => {
  it.each(
    ['a', ' a ', 'two\nlines', 'tab\there', 'win\r\ndows', '¿Qué tal?', 'שלום', '👩‍👩‍👧', '0', '.'].map(
      (v) => [named(v), v],
    ),
  )('accepts %s', (_, value) => {
    expect(text.parse(value)).toBe(value);
  });

  it.each(
    ['', ' ', '\n\t\r\n', '\u00a0\u2003\u3000', '\u200b', '\ufeff', '\u2060\u200d', '\u3164', '\ufe0f'].map(
      (v) => [named(v), v],
    ),
  )('refuses what shows nothing: %s', (_, value) => {
    expect(text.safeParse(value).error?.issues[0]?.message).toBe('is blank');
  });

  it('refuses every control character but tab, line feed and carriage return', () => {
    for (let code = 0; code <= 0x7f; code += 1) {
      const isControl = code < 0x20 || code === 0x7f;
      const isAllowed = !isControl || [0x09, 0x0a, 0x0d].includes(code);
      expect(accepts(text, `a${String.fromCharCode(code)}b`), `U+00${code.toString(16)}`).toBe(isAllowed);
    }
  });

  it.each([
    ['a high half alone', 'a\ud83d'],
    ['a low half alone', 'a\ude00b'],
    ['halves in the wrong order', 'a\ude00\ud83d'],
    ['a pair and a half', 'a😀\ud83d'],
  ])('refuses a lone surrogate: %s', (_, value) => {
    expect(accepts(text, value)).toBe(false);
  });

  it('counts UTF-16 units: exactly the limit passes, one more does not', () => {
    expect(accepts(text, 'x'.repeat(20))).toBe(true);
    expect(accepts(text, 'x'.repeat(21))).toBe(false);
    expect(accepts(text, '😀'.repeat(10))).toBe(true);
    expect(accepts(text, '😀'.repeat(11))).toBe(false);
  });

  it.each([null, undefined, 7, true, {}, ['a']])('refuses what is not text: %j', (value) => {
    expect(accepts(text, value)).toBe(false);
  });

  it('hands on exactly what it was given, and only what UTF-8 can carry back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (value) => {
        const answer = text.safeParse(value);
        if (!answer.success) return;
        expect(answer.data).toBe(value);
        expect(Buffer.from(value, 'utf8').toString('utf8')).toBe(value);
        expect(value).not.toContain('\0');
      }),
    );
  });
});

describe('lineText', () => {
  it('refuses every control character and line break', () => {
    for (let code = 0; code < 0x20; code += 1) {
      expect(accepts(line, `a${String.fromCharCode(code)}`), `U+00${code.toString(16)}`).toBe(false);
    }
    for (const value of ['\u007f', '\u2028', '\u2029', '\ud800']) expect(accepts(line, value)).toBe(false);
  });

  it('takes the empty line, and at most its limit', () => {
    expect(accepts(line, '')).toBe(true);
    expect(accepts(line, 'x'.repeat(20))).toBe(true);
    expect(accepts(line, 'x'.repeat(21))).toBe(false);
  });
});

describe('[R3.5] profile fields', () => {
  it('trims a name and a phone number', () => {
    expect(profileFields.parse({ name: '  Ana  Ferrer ', phone: ' +34 600 000 000 ' })).toEqual({
      name: 'Ana  Ferrer',
      phone: '+34 600 000 000',
    });
  });

  it.each([
    { name: '' },
    { name: ' \u200b ' },
    { name: 'a\0b' },
    { name: 'a\nb' },
    { name: 'x'.repeat(121) },
    { email: 'ana' },
    { email: 'ana@' },
    { email: 'ana@example.com\n' },
    { email: `${'x'.repeat(250)}@example.com` },
    { phone: 'call me' },
    { phone: '1' },
    { phone: '1'.repeat(41) },
    { nickname: 'ana' },
  ])('refuses %j', (fields) => {
    expect(accepts(profileFields, fields)).toBe(false);
  });

  it('takes each field alone, and none', () => {
    for (const fields of [{}, { name: 'Ana' }, { email: 'ana@example.com' }, { phone: '600000000' }]) {
      expect(profileFields.parse(fields)).toEqual(fields);
    }
  });
});

describe('ids and tokens', () => {
  const id = '0190a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b';

  it('takes UUIDs of versions 1 to 8 in lower case, and nothing else', () => {
    for (let version = 0; version <= 9; version += 1) {
      const value = `0190a1b2-c3d4-${version}e5f-8a6b-0c1d2e3f4a5b`;
      expect(accepts(uuid, value), value).toBe(version >= 1 && version <= 8);
    }
    const wrong = [
      id.toUpperCase(),
      `{${id}}`,
      `${id}\n`,
      id.replaceAll('-', ''),
      id.replace('-8', '-7'),
      '',
    ];
    for (const value of wrong) expect(accepts(uuid, value), named(value)).toBe(false);
  });

  it('takes a cursor of a contact and a version', () => {
    expect(accepts(cursor, `${id}:0`)).toBe(true);
    for (const value of [
      `${id}:`,
      `${id}:-1`,
      `${id}:1e3`,
      `${'-'.repeat(36)}:1`,
      `${id}:${'9'.repeat(16)}`,
    ]) {
      expect(accepts(cursor, value), value).toBe(false);
    }
  });

  it('takes a token of exactly 256 bits in base64url', () => {
    expect(accepts(visitorToken, Buffer.alloc(32, 0xfb).toString('base64url'))).toBe(true);
    for (const bytes of [31, 33])
      expect(accepts(visitorToken, Buffer.alloc(bytes).toString('base64url'))).toBe(false);
    expect(accepts(visitorToken, Buffer.alloc(32, 0xfb).toString('base64'))).toBe(false);
  });
});

describe('isVisible', () => {
  it('sees a text that has one visible character, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(' ', '\n', '\u200b', '\ufeff') }), (blank) => {
        expect(isVisible(blank)).toBe(false);
        expect(isVisible(`${blank}x${blank}`)).toBe(true);
      }),
    );
  });
});
