import { limits } from '../limits.ts';
import type { BlobErrorCode } from './blob-errors.ts';

/** Objects, arrays and values looked at before giving up: no honest blob of a readable size has more. */
const nodesMax = 40_000_000;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * How deep JSON text nests at most, whether it ends within an object or array, and how many members are written in it.
 * One pass, no recursion.
 */
export function scanDepth(text: string): { deepest: number; open: boolean; members: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      i = endOfString(text, i);
      if (i < 0) return { deepest, open: true, members };
    } else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x3a) members++;
  }
  return { deepest, open: depth > 0, members };
}

/** Index of the quote that ends the string begun at `from`; -1 where none does. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

/**
 * What makes a value unfit to go on with, if anything: depth, size, names that reach prototypes, numbers that are none.
 * With `mayShare`, as objects in memory may and parsed text cannot, also an object that stands in two places: sixty
 * of them, one within the other, are more text than there is memory.
 */
export function findUnfit(value: unknown, mayShare: boolean): BlobErrorCode | undefined {
  const met = new Set<object>();
  // Two lists, not one of pairs: that would be an object more for each in the value.
  const values: unknown[] = [value];
  const depths = [1];
  let nodes = 0;
  while (values.length > 0) {
    const one = values.pop();
    const depth = depths.pop() as number;
    if (++nodes > nodesMax) return 'too_large';
    if (typeof one === 'number' && !Number.isFinite(one)) return 'hostile';
    if (typeof one !== 'object' || one === null) continue;
    if (depth > limits.blobDepthMax) return 'too_deep';
    if (mayShare && met.size === met.add(one).size) return 'hostile';
    for (const name of Object.keys(one)) {
      if (!isFitName(name)) return 'hostile';
      const member: unknown = (one as Record<string, unknown>)[name];
      if (typeof member !== 'object' && typeof member !== 'number') continue;
      values.push(member);
      depths.push(depth + 1);
    }
  }
  return undefined;
}

/** Whether `findUnfit` has nothing against a value out of parsed text that does not nest too deeply (`scanDepth`). */
export function isFit(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  for (const name of Object.keys(value)) {
    if (!isFitName(name) || !isFit((value as Record<string, unknown>)[name])) return false;
  }
  return true;
}

/**
 * How many members all objects in parsed text have. Fewer than are written in it (`scanDepth`): a name is there twice, and
 * JSON.parse has kept the last; a reader that keeps the first sees another blob under the same checksum.
 */
export function countMembers(value: object): number {
  let count = 0;
  if (Array.isArray(value)) {
    for (const one of value) if (typeof one === 'object' && one !== null) count += countMembers(one);
    return count;
  }
  // Three times as fast as a list of its names; parsed text inherits none.
  for (const name in value) {
    count++;
    const member: unknown = (value as Record<string, unknown>)[name];
    if (typeof member === 'object' && member !== null) count += countMembers(member);
  }
  return count;
}

export function isFitName(name: string): boolean {
  return !forbidden.has(name);
}
