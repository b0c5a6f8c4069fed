/** One place in which two JSON values differ. `undefined` on a side: nothing stands there. */
export interface ValueChange {
  /** As a JSON pointer (RFC 6901); empty for the whole. */
  path: string;
  before: unknown;
  after: unknown;
}

export interface ValueDiff {
  changes: readonly ValueChange[];
  /** Changes beyond those listed. */
  more: number;
}

export const changesShownMax = 60;
const depthMax = 64;

/** Where two values differ, leaf by leaf, in the order of the newer one. */
export function diffValues(before: unknown, after: unknown, changesMax = changesShownMax): ValueDiff {
  const changes: ValueChange[] = [];
  let more = 0;
  const walk = (one: unknown, other: unknown, path: string, depth: number) => {
    if (Object.is(one, other)) return;
    if (isBranch(one) && isBranch(other) && Array.isArray(one) === Array.isArray(other) && depth < depthMax) {
      for (const name of new Set([...Object.keys(other), ...Object.keys(one)])) {
        walk(own(one, name), own(other, name), `${path}/${escapePointer(name)}`, depth + 1);
      }
    } else if (changes.length < changesMax) changes.push({ path, before: one, after: other });
    else more += 1;
  };
  walk(before, after, '', 0);
  return { changes, more };
}

type Branch = Readonly<Record<string, unknown>>;

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null;
}

function own(branch: Branch, name: string): unknown {
  return Object.hasOwn(branch, name) ? branch[name] : undefined;
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
