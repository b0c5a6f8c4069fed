import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { numberedWords } from './numbered-words.ts';

const folder = resolve(import.meta.dirname, '../src/view/strings');
const words = ['en', 'es'].map((locale) => {
  const text = readFileSync(resolve(folder, `${locale}.json`), 'utf8');
  return { fileName: `hilo-${locale}.json`, source: JSON.stringify(asNumbered(JSON.parse(text))) };
});

/** Changes with the words of any language. */
export const wordsVersion = createHash('sha256')
  .update(words.map(({ source }) => source).join())
  .digest('base64url')
  .slice(0, 8);

/** The words of each language in a file of their own, of which a visitor downloads one (`language-files.ts`). */
export function emitWords(): Plugin {
  return {
    name: 'hilo-emit-words',
    generateBundle() {
      for (const file of words) this.emitFile({ type: 'asset', ...file });
    },
  };
}

/** Those with names, and behind them those with numbers. */
export function asNumbered(words: Record<string, string>): [Record<string, string>, ...(string | null)[]] {
  const named = Object.entries(words).filter(([key]) => !numberedWords.includes(key));
  return [Object.fromEntries(named), ...numberedWords.map((key) => words[key ?? ''] ?? null)];
}
