import type { ErrorCode } from '@hilo/shared/errors.ts';
import type { StringKey, Strings } from './strings.ts';

export type Words = (key: StringKey, value?: string | number) => string;

/**
 * The words of one language; `{}` in a sentence is replaced by the value. What they lack `more` has; what that lacks, or
 * before it is here, stays blank.
 */
export function wordsIn(strings: Partial<Strings>, more: () => Partial<Strings> | undefined): Words {
  return (key, value) => (strings[key] ?? more()?.[key] ?? '').replace('{}', () => `${value}`);
}

const reasons =
  /^(offline|another_open|conversation_archived|invalid_request|rate_limited|origin_not_allowed)$/;

/** Why something failed, as the sentence a visitor reads; what has none of its own is our fault, and says so. */
export function reasonKey(code: ErrorCode | 'offline' | null): StringKey {
  return reasons.test(`${code}`) ? (`why_${code}` as StringKey) : 'why_internal';
}

/** The browser's own flavour of a language ("en-GB" writes 14:30), else the language itself. */
export function regionOf(locale: string, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.startsWith(locale)) ?? locale;
}
