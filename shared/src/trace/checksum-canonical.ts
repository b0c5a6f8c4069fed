/** Characters per chunk: small enough that hashing one is no pause for a page. */
const chunkChars = 16_384;

interface Frame {
  /** Names in order; null for an array. */
  names: string[] | null;
  of: Record<string, unknown> | readonly unknown[];
  next: number;
  empty: boolean;
}

/**
 * A value as canonical JSON, in chunks: no white space, members ordered by their names' UTF-16 code units, numbers and
 * strings as ECMAScript writes them (RFC 8785). As in `JSON.stringify`, undefined is left out and what is no number
 * is null. Walks with a stack of its own, so that no depth overflows.
 */
export function* canonicalJson(value: unknown): Generator<string> {
  const stack: Frame[] = [];
  let out = '';
  const begin = (one: unknown) => {
    if (typeof one !== 'object' || one === null) {
      out += JSON.stringify(one) ?? 'null';
      return;
    }
    const isArray = Array.isArray(one);
    out += isArray ? '[' : '{';
    const names = isArray ? null : namesOf(one as Record<string, unknown>);
    stack.push({ names, of: one as Frame['of'], next: 0, empty: true });
  };
  begin(value);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const { names, of } = frame;
    const at = frame.next++;
    if (at === (names ?? (of as readonly unknown[])).length) {
      out += names ? '}' : ']';
      stack.pop();
    } else {
      if (!frame.empty) out += ',';
      frame.empty = false;
      const name = names?.[at];
      if (name !== undefined) out += `${JSON.stringify(name)}:`;
      begin(name === undefined ? (of as readonly unknown[])[at] : (of as Record<string, unknown>)[name]);
    }
    if (out.length >= chunkChars) {
      yield out;
      out = '';
    }
  }
  yield out;
}

function namesOf(object: Record<string, unknown>): string[] {
  // The default order of sort() is that of UTF-16 code units.
  return Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort();
}
