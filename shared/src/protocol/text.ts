import { z } from 'zod';

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
const controlCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** Text a person wrote: not blank, no control characters but tab and line breaks, valid Unicode, at most `charsMax` UTF-16 units. */
export function personText(charsMax: number) {
  return z
    .string()
    .max(charsMax, `is longer than ${charsMax} characters`)
    .refine((text) => text.trim() !== '', 'is blank')
    .refine((text) => !controlCharacter.test(text), 'contains control characters')
    .refine((text) => !loneSurrogate.test(text), 'is not valid Unicode');
}

/** An id that the other side made: a UUID in lower-case hexadecimal (RFC 9562). */
export const uuid = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'is not a lower-case UUID',
  );

/** A point in time on the server's clock, in milliseconds since the Unix epoch. */
export const timeMs = z.int().nonnegative();

/** A visitor's token: 256 random bits, base64url without padding. Only ever in Authorization or the first WebSocket frame. */
export const visitorToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not a visitor token');
