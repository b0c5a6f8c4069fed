import type { StorageEntry } from '../../trace/masking-events.ts';
import { type Difference, differenceIn } from './compare.ts';

/** Compares what storage holds in the end, key by key. */
export function compareStorage(
  recorded: readonly StorageEntry[],
  replayed: readonly StorageEntry[],
): Difference | undefined {
  const [left, right] = [byKey(recorded), byKey(replayed)];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const path = differenceIn(left.get(key), right.get(key), `/${key}`);
    if (path === undefined) continue;
    const [one, other] = [describe(left, key), describe(right, key)];
    return {
      seq: null,
      path,
      recorded: one,
      happened: other,
      sentence: `storage in the end, at ${path}: recorded was ${one}; what happened is ${other}`,
    };
  }
  return undefined;
}

function byKey(entries: readonly StorageEntry[]): Map<string, unknown> {
  return new Map(entries.filter(({ key }) => key !== 'foreign').map(({ key, value }) => [key, value]));
}

function describe(entries: ReadonlyMap<string, unknown>, key: string): string {
  return entries.has(key) ? 'a value' : 'no such key';
}

/**
 * Compares two screens line by line. Of a masked blob, roles and states must be as they are, names as they are or in
 * shape: it masks words that it cannot tell from a person's, such as names of months, and a part of a message (a link)
 * as it stands in any message that has it.
 */
export function compareScreens(
  recorded: string | null,
  replayed: string | null,
  textIncluded: boolean,
): Difference | undefined {
  if (recorded === replayed) return undefined;
  const [left, right] = [linesOf(recorded), linesOf(replayed)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, other] = [left[i], right[i]];
    if (one === other || (!textIncluded && one !== undefined && shapeOf(one) === shapeOf(other ?? '')))
      continue;
    const [was, is] = [one?.trim() ?? 'nothing more', other?.trim() ?? 'nothing more'];
    return {
      seq: null,
      path: `/${i + 1}`,
      recorded: was,
      happened: is,
      sentence: `line ${i + 1} of the screen in the end: recorded was ${was}; what happened is ${is}`,
    };
  }
  return undefined;
}

function linesOf(screen: string | null): string[] {
  return screen === null || screen === '' ? [] : screen.split('\n');
}

/** Role and states stay; letters of the name become `a`, digits `0`, pictures `*`. */
function shapeOf(line: string): string {
  const at = line.indexOf('"');
  if (at < 0) return line;
  const name = line
    .slice(at)
    .replace(/\p{N}/gu, '0')
    .replace(/\p{Extended_Pictographic}/gu, '*')
    .replace(/[\p{L}\p{M}]/gu, 'a');
  return line.slice(0, at) + name;
}
