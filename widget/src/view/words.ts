import type { ErrorCode } from '@hilo/shared/errors.ts';
import { type StringKey, strings } from './strings.ts';

export type Words = (key: StringKey, value?: string | number) => string;

/** The words of one language; `{}` in a sentence is replaced by the value. */
export function wordsIn(locale: keyof typeof strings): Words {
  return (key, value) => strings[locale][key].replace('{}', () => `${value}`);
}

/** Why something failed, as the sentence a visitor reads; what has none of its own is our fault, and says so. */
export function reasonKey(code: ErrorCode | 'offline' | null): StringKey {
  const key = `why_${code}`;
  return key in strings.en ? (key as StringKey) : 'why_internal';
}

/** The browser's own flavour of a language ("en-GB" writes 14:30), else the language itself. */
export function regionOf(locale: string, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.startsWith(locale)) ?? locale;
}
