import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const property = /--[a-z][\w-]*/g;
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Custom properties have telling names in the source, of which the visitor has nothing: each becomes one letter, the
 * same in every style sheet and in the view that sets it; the tokens that this widget never uses go.
 */
export function shrinkStyles(sheets: readonly string[]): Plugin {
  const used = usedProperties(sheets.map((file) => readFileSync(file, 'utf8')).join('\n'));
  const short = new Map(used.map((name, index) => [name, `--${letters[index]}`]));
  const rename = (code: string): string => code.replace(property, (name) => short.get(name) ?? name);
  return {
    name: 'hilo-shrink-styles',
    enforce: 'post',
    transform(code, id) {
      if (id.includes('.css')) return { code: rename(dropUnused(code, used)), map: null };
      return id.includes('/view/') ? { code: rename(code), map: null } : null;
    },
  };
}

/** Every style sheet of a folder. */
export function sheetsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.css'))
    .map((name) => resolve(folder, name));
}

/** What is read somewhere, also through another property that is; the most frequent first. */
function usedProperties(css: string): string[] {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const reads = [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name as string);
  const count = (name: string): number => reads.filter((other) => other === name).length;
  const names = [...new Set(reads)].sort((a, b) => count(b) - count(a));
  if (names.length > letters.length) throw new Error('More custom properties than letters to name them.');
  return names;
}

function dropUnused(css: string, used: readonly string[]): string {
  return css.replace(/(--[\w-]+):[^;}]*;?/g, (text, name: string) => (used.includes(name) ? text : ''));
}
