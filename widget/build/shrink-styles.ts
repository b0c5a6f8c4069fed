import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const property = /--[a-z][\w-]*/g;
const definition = /(--[a-z][\w-]*):([^;{}]*);/g;
const reading = /var\((--[\w-]+)\)/g;
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Custom properties have telling names in the source, of which the visitor has nothing. Those that never change are
 * written where they are read; of the others each becomes one letter, the same in every style sheet and in the view
 * (`scripts`) that sets it; those that this widget never reads go. Its looks live in a shadow root: `:root` goes too.
 */
export function shrinkStyles(sheets: readonly string[], scripts: readonly string[]): Plugin {
  const css = textOf(sheets);
  const constants = constantsOf(css, textOf(scripts));
  const used = usedProperties(inline(css, constants));
  const short = new Map(used.map((name, index) => [name, `--${letters[index]}`]));
  const rename = (code: string): string => code.replace(property, (name) => short.get(name) ?? name);
  return {
    name: 'hilo-shrink-styles',
    enforce: 'post',
    transform(code, id) {
      if (id.includes('.css')) return { code: rename(shrink(code, constants, used)), map: null };
      return id.includes('/view/') ? { code: rename(code), map: null } : null;
    },
  };
}

/** Every file of a folder that is called so. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => resolve(folder, name));
}

function textOf(files: readonly string[]): string {
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return text.replace(/\/\*[\s\S]*?\*\//g, '');
}

/** What is said once, and by no script: no theme, no wish of the person and no company can change it. */
function constantsOf(css: string, scripts: string): ReadonlyMap<string, string> {
  const all = [...css.matchAll(definition)].map(
    ([, name, value]) => [name as string, value as string] as const,
  );
  const times = (name: string): number => all.filter(([other]) => other === name).length;
  return new Map(
    all
      .filter(([name]) => times(name) === 1 && !new RegExp(`${name}\\b(?!-)`).test(scripts))
      .map(([name, value]) => [name, value.trim()]),
  );
}

function inline(css: string, constants: ReadonlyMap<string, string>): string {
  return css.replace(reading, (text, name: string) => {
    const value = constants.get(name);
    return value === undefined ? text : inline(value, constants);
  });
}

/** What is read somewhere; the most frequent first. */
function usedProperties(css: string): string[] {
  const reads = [...css.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name as string);
  const count = (name: string): number => reads.filter((other) => other === name).length;
  const names = [...new Set(reads)].sort((a, b) => count(b) - count(a));
  if (names.length > letters.length) throw new Error('More custom properties than letters to name them.');
  return names;
}

function shrink(css: string, constants: ReadonlyMap<string, string>, used: readonly string[]): string {
  return inline(css, constants)
    .replace(/(--[\w-]+):[^;}]*;?/g, (text, name: string) => (used.includes(name) ? text : ''))
    .replace(/:root[^,{}]*,(?=:host)/g, '');
}
