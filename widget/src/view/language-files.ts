import type { Locale, Strings } from './strings.ts';

/** Changes with the words; the build fills it in. */
declare const __STRINGS_VERSION__: string;

/**
 * One language, from beside this script. The version is a query, not part of the name: a script that outlives a release
 * in a browser's cache gets the words of today, instead of none. Rejects where they cannot be had.
 */
export async function fetchStrings(locale: Locale): Promise<Partial<Strings>> {
  const file = `hilo-${locale}.json?${__STRINGS_VERSION__}`;
  const response = await fetch(new URL(/* @vite-ignore */ file, import.meta.url), { credentials: 'omit' });
  if (!response.ok) throw new Error(`${response.status}`);
  // Most words are numbers by then (`number-words.ts` of the build).
  const [named, ...numbered] = await response.json();
  return { ...numbered, ...named };
}
