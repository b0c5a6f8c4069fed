import type { Mask } from './masking.ts';
import type { Secrets } from './secrets.ts';

/** Where a copy goes on the way into a blob: what hides, what is counted. */
export interface CopyContext {
  readonly secrets: Secrets;
  readonly mask: Mask;
  /** The person asked to include what people wrote. */
  readonly includeText: boolean;
  /** What was masked, how often, by its name. */
  readonly masked: Map<string, number>;
  /** What was left out because no list names it, by where it stood. */
  readonly left: Map<string, number>;
  /** Texts and what became of them, to find them again on the screen. */
  readonly texts: Map<string, string>;
  /** Copies of the ten fields by the object they were recorded as: events that shared one still do. */
  readonly fields: WeakMap<object, unknown>;
  /** The same by content, for events that were copied on their way here. */
  readonly fieldSets: Map<string, unknown>;
}

/** Copies one value as its place allows; whatever the place does not expect becomes a placeholder or is left out. */
export type Copy = (value: unknown, to: CopyContext) => unknown;

const word = /^[a-z]+(?:[A-Z_-][a-z]+)*[0-9]{0,3}$/;
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const traceparent = '00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}';
const id = new RegExp(
  `^(?:(?:[a-z_]{1,30}:)?${uuid}(?::\\d{1,15})?|[0-9a-f]{16}|[0-9a-f]{32}|wgt_[a-z0-9_]{1,40}|${traceparent}|#(?:[0-9a-f]{3}){1,2}|)$`,
);

/** A text that cannot be more than a name of ours, an id or a colour. */
export function isPlain(text: string): boolean {
  return (text.length <= 40 && word.test(text)) || (text.length <= 120 && id.test(text));
}

/** How each member of a shape is copied: the compiler asks for the ones that are missing. */
export type Copies<Shape> = { readonly [Name in keyof Shape]-?: Copy };

/** Numbers, booleans, null, names of ours and ids. Any other text at such a place is taken for a secret. */
export const plain: Copy = (value, to) => {
  if (typeof value === 'string') return isPlain(value) ? value : to.secrets.placeholder(value);
  return scalarOrNull(value);
};

/** One of these words, where others than the widget write there. Any other text is taken for a secret. */
export function oneOf(words: readonly string[]): Copy {
  return (value, to) => {
    if (typeof value === 'string') return words.includes(value) ? value : to.secrets.placeholder(value);
    return scalarOrNull(value);
  };
}

export const secret: Copy = (value, to) =>
  typeof value === 'string' && value !== '' ? to.secrets.placeholder(value) : scalarOrNull(value);

/** What a person wrote or is called: masked, unless asked for. */
export function text(what: string): Copy {
  return (value, to) => {
    if (typeof value === 'number') return Number(to.includeText ? value : to.mask(`${value}`));
    if (typeof value !== 'string') return scalarOrNull(value);
    if (to.includeText) return to.secrets.scrub(value);
    if (value === '') return value;
    count(to.masked, what);
    const masked = to.texts.get(value) ?? to.mask(value);
    if (to.texts.size < 20_000) to.texts.set(value, masked);
    return masked;
  };
}

/** Exactly the named members; others are left out, and counted. An array is a list of such objects. */
export function object(shape: Readonly<Record<string, Copy>>): Copy {
  const copy: Copy = (value, to) => {
    if (Array.isArray(value)) return value.map((one) => copy(one, to));
    if (!isObject(value)) return typeof value === 'string' ? text('text')(value, to) : scalarOrNull(value);
    const out: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      const member = Object.hasOwn(shape, name) ? shape[name] : undefined;
      if (member) out[name] = member(value[name], to);
      else count(to.left, 'field that is not on the list');
    }
    return out;
  };
  return copy;
}

export function list(copy: Copy): Copy {
  return (value, to) => (Array.isArray(value) ? value.map((one) => copy(one, to)) : copy(value, to));
}

/** Any members whose names are ids or names of ours. */
export function record(copy: Copy): Copy {
  return (value, to) => {
    if (!isObject(value)) return scalarOrNull(value);
    const out: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (isPlain(name)) out[name] = copy(value[name], to);
      else count(to.left, 'field that is not on the list');
    }
    return out;
  };
}

/** Objects and lists of plain values, a few levels deep: what an operation is about. */
export const plainTree: Copy = tree(4);

function tree(depth: number): Copy {
  return (value, to) => {
    if (typeof value !== 'object' || value === null) return plain(value, to);
    if (depth === 0) return null;
    const below = tree(depth - 1);
    return Array.isArray(value) ? value.map((one) => below(one, to)) : record(below)(value, to);
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return (
    value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}

export function scalarOrNull(value: unknown): unknown {
  // JSON has no -0: what is written must be what is read.
  if (value === 0) return 0;
  return isScalar(value) ? value : null;
}

export function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
