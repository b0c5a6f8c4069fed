import { z } from 'zod';

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
const controlCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
const controlCharacterOrBreak = /[\u0000-\u001F\u007F\u2028\u2029]/;
/** Something to see: neither white space nor a character that is drawn as nothing, such as U+200B. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** Whether a text has anything to see in it. */
export function isVisible(text: string): boolean {
  return visible.test(text);
}

/**
 * Text a person wrote: not blank, no control characters (C0, DEL) but tab and line breaks, valid Unicode, at most
 * `charsMax` UTF-16 units. Postgres cannot store U+0000, and a lone surrogate would not come back as it was sent.
 */
export function personText(charsMax: number) {
  return text(charsMax)
    .refine(isVisible, 'is blank')
    .refine((value) => !controlCharacter.test(value), 'contains control characters')
    .meta({
      maxLength: charsMax,
      description: 'Not blank, no control characters but tab and line breaks, valid Unicode.',
    });
}

/** One line of text, as it is or empty: no control characters, no line breaks, valid Unicode, at most `charsMax` UTF-16 units. */
export function lineText(charsMax: number) {
  return text(charsMax)
    .refine((value) => !controlCharacterOrBreak.test(value), 'contains control characters or line breaks')
    .meta({ maxLength: charsMax, description: 'One line, no control characters, valid Unicode.' });
}

/** Not `.max()`: zod counts code points there, while fields, counters and `String.length` count UTF-16 units. */
function text(charsMax: number) {
  return z
    .string()
    .refine((value) => value.length <= charsMax, `is longer than ${charsMax} characters`)
    .refine((value) => !loneSurrogate.test(value), 'is not valid Unicode');
}

/** A seq or a cycle: counts from 1, and fits a Postgres `integer`. */
export const countMax = 2_147_483_647;

const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** An id that the other side made: a UUID in lower-case hexadecimal (RFC 9562). */
export const uuid = z.string().regex(new RegExp(`^${uuidPattern}$`), 'is not a lower-case UUID');

/** A position in a contact's changes: `contactId:version`. */
export const cursor = z.string().regex(new RegExp(`^${uuidPattern}:\\d{1,15}$`), 'is not a cursor');

/** A point in time on the server's clock, in milliseconds since the Unix epoch. */
export const timeMs = z.int().nonnegative();

/** A visitor's token: 256 random bits, base64url without padding. Only ever in Authorization or the first WebSocket frame. */
export const visitorToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not a visitor token');
