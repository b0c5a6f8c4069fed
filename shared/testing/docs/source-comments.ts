import { readFileSync } from 'node:fs';
import type { FieldComments } from './field-table.ts';

/** A source file of shared, such as `protocol/shapes.ts`. */
export function readSharedSource(path: string): string {
  return readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
}

/** The text from the declaration of `name` (`export const name =` or `  name: {`) to the next one beside it. */
export function declarationOf(source: string, name: string): string {
  const start = new RegExp(`^(export const ${name} =|  ${name}: \\{$)`, 'm').exec(source);
  if (!start) return '';
  const rest = source.slice(start.index);
  const indent = start[0].startsWith(' ') ? '  ' : '';
  const end = new RegExp(`^${indent}\\S.*$`, 'gm');
  end.lastIndex = start[0].length;
  // The closing bracket ends a declaration, and so does the first line of another one.
  const found = end.exec(rest);
  return found ? rest.slice(0, found.index + found[0].length) : rest;
}

/** What `/** … *\/` says right above each field, by the field's name. */
export function fieldComments(declaration: string): FieldComments {
  const pairs = declaration.matchAll(/\/\*\*([^*]*(?:\*(?!\/)[^*]*)*)\*\/\s*(\w+):/g);
  return new Map([...pairs].map((match) => [match[2] ?? '', plain(match[1] ?? '')]));
}

/** The sentence right above an exported declaration, or an empty string. */
export function declarationComment(source: string, name: string): string {
  const match = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\nexport const ${name}\\b`).exec(source);
  return plain(match?.[1] ?? '');
}

function plain(comment: string): string {
  return comment.replace(/\n\s*\* ?/g, ' ').trim();
}
