import type { ErrorCode } from '@hilo/shared/errors.ts';
import { type StringKey, strings } from './strings.ts';

export type Words = (key: StringKey, values?: Readonly<Record<string, string | number>>) => string;

/** The words of one language; `{name}` in a sentence is replaced by the value of that name. */
export function wordsIn(locale: keyof typeof strings): Words {
  return (key, values) => strings[locale][key].replace(/{(\w+)}/g, (_, name: string) => `${values?.[name]}`);
}

const reasons: readonly [RegExp, StringKey][] = [
  [/^offline/, 'whyOffline'],
  [/^another_open/, 'whyAnotherOpen'],
  [/^(conversation|not_found)/, 'whyClosed'],
  [/^(invalid|message|prechat|body)/, 'whyRefused'],
  [/^rate/, 'whyOften'],
  [/^(token|identity)/, 'whySignedOut'],
  [/^origin/, 'whyNotHere'],
];

/** Why something failed, as the sentence a visitor reads; what it does not know is our fault, and says so. */
export function reasonKey(code: ErrorCode | 'offline' | null): StringKey {
  return reasons.find(([pattern]) => pattern.test(code ?? ''))?.[1] ?? 'whyOurs';
}

/** The browser's own flavour of a language ("en-GB" writes 14:30), else the language itself. */
export function regionOf(locale: string, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.startsWith(locale)) ?? locale;
}
