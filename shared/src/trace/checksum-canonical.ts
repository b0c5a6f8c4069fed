/** Characters per chunk: small enough that hashing one is no pause for a page. */
const chunkChars = 16_384;

interface Frame {
  /** In order; null for an array. */
  names: readonly string[] | null;
  of: Record<string, unknown> | readonly unknown[];
  next: number;
}

/**
 * A value as canonical JSON, in chunks: no white space, members ordered by their names' UTF-16 code units, numbers and
 * strings as ECMAScript writes them (RFC 8785). As in `JSON.stringify`, undefined is left out and what is no number
 * is null. Walks with a stack of its own, so that no depth overflows.
 */
export function* canonicalJson(value: unknown): Generator<string> {
  const stack: Frame[] = [];
  const quoted = new Map<string, string>();
  let out = '';

  /** A value without members, or how one with members begins, which then lies on the stack. */
  function write(one: unknown): string {
    if (typeof one === 'string') return quote(one);
    if (typeof one === 'number') return Number.isFinite(one) ? `${one}` : 'null';
    if (typeof one !== 'object' || one === null) return JSON.stringify(one) ?? 'null';
    const names = Array.isArray(one) ? null : namesOf(one as Record<string, unknown>);
    stack.push({ names, of: one as Frame['of'], next: 0 });
    return names ? '{' : '[';
  }

  /** A text as JSON. The same short ones come again and again: names, kinds, ids. */
  function quote(text: string): string {
    if (text.length > knownCharsMax) return JSON.stringify(text);
    let json = quoted.get(text);
    if (json === undefined) {
      json = JSON.stringify(text);
      if (quoted.size < knownMax) quoted.set(text, json);
    }
    return json;
  }

  out += write(value);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const { names, of } = frame;
    const at = frame.next++;
    if (at === (names ?? (of as readonly unknown[])).length) {
      out += names ? '}' : ']';
      stack.pop();
    } else {
      if (at > 0) out += ',';
      const name = names?.[at];
      if (name === undefined) out += write((of as readonly unknown[])[at]);
      else out += `${quote(name)}:${write((of as Record<string, unknown>)[name])}`;
    }
    if (out.length >= chunkChars) {
      yield out;
      out = '';
    }
  }
  yield out;
}

/** Of the texts whose JSON is kept while a value is written: how long one is, and how many. */
const knownCharsMax = 24;
const knownMax = 1_000;

/** In the order of their UTF-16 code units, as `<` and sort() without a comparer have it. */
function namesOf(object: Record<string, unknown>): string[] {
  const names = Object.keys(object).filter((name) => object[name] !== undefined);
  if (names.length > fewNames) return names.sort();
  for (let at = 1; at < names.length; at++) {
    const name = names[at] as string;
    let to = at;
    for (; to > 0 && (names[to - 1] as string) > name; to--) names[to] = names[to - 1] as string;
    names[to] = name;
  }
  return names;
}

/** Up to here it is faster to put them in their places one by one. */
const fewNames = 32;
