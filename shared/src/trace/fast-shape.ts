import { z } from 'zod';

/** What of JSON Schema (draft 2020-12) zod writes for shapes that are plain data. */
interface JsonSchema {
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema | boolean;
  prefixItems?: readonly JsonSchema[];
  minItems?: number;
  maxItems?: number;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  description?: string;
  $schema?: string;
}

type Fits = (value: unknown) => boolean;

/** What is asked of what a schema leaves open. */
interface Open {
  /** A value of which it says nothing. */
  value: Fits;
  /** The name of a member that it does not name. */
  name: (name: string) => boolean;
}

const known = new Set<string>(
  `type const enum properties required additionalProperties propertyNames items prefixItems minItems maxItems anyOf oneOf
  minimum exclusiveMinimum maximum description $schema`.split(/\s+/),
);
const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

/**
 * Whether a value that JSON.parse made is as a schema says, several times as fast as the schema itself where code may
 * not be compiled from text, as in an extension: nothing is copied, and a variant is found by its name. It says yes or
 * no; why not, the schema says. `open`: what is asked of the rest, so that one look at all values is enough.
 *
 * @throws Error where the schema says something that this does not know: it never passes over a condition.
 */
export function fastShapeOf(schema: z.ZodType, open: Open = { value: () => true, name: () => true }): Fits {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
  return fitsSchema(json, open);
}

function fitsSchema(schema: JsonSchema, open: Open): Fits {
  const fitsOf = (one: JsonSchema) => fitsSchema(one, open);
  for (const name of Object.keys(schema)) if (!known.has(name)) throw unknownWord(name);
  const { anyOf, oneOf, const: only, enum: some } = schema;
  if (anyOf) return fitsAny(anyOf.map(fitsOf));
  if (oneOf) return fitsVariant(oneOf, open);
  if ('const' in schema) return (value) => value === only;
  if (some) return fitsOne(new Set(some));
  const { type } = schema;
  // Anything at all.
  if (type === undefined) return open.value;
  if (typeof type !== 'string') return fitsAny(type.map((one) => fitsOf({ ...schema, type: one })));
  if (!types.has(type)) throw unknownWord(type);
  if (type === 'object') return fitsObject(schema, open);
  if (type === 'array') return fitsArray(schema, open);
  if (type === 'null') return (value) => value === null;
  if (type === 'number' || type === 'integer') return fitsNumber(schema);
  return (value) => typeof value === type;
}

const never: Fits = () => false;

function fitsAny(all: readonly Fits[]): Fits {
  return (value) => all.some((fits) => fits(value));
}

function fitsOne(some: ReadonlySet<unknown>): Fits {
  return (value) => some.has(value);
}

/** Variants of an object that differ in a member with one text each. */
function fitsVariant(variants: readonly JsonSchema[], open: Open): Fits {
  const named = (name: string) => variants.map(({ properties }) => properties?.[name]?.const);
  const tag = Object.keys(variants[0]?.properties ?? {}).find(
    (name) => new Set(named(name).filter((text) => typeof text === 'string')).size === variants.length,
  );
  if (tag === undefined) throw unknownWord('oneOf without a member that tells');
  const byTag = new Map(named(tag).map((text, n) => [text, fitsSchema(variants[n] as JsonSchema, open)]));
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    return byTag.get((value as Record<string, unknown>)[tag])?.(value) ?? false;
  };
}

function fitsObject(schema: JsonSchema, open: Open): Fits {
  const { properties = {}, required = [], additionalProperties = true, propertyNames } = schema;
  if (propertyNames && JSON.stringify(propertyNames) !== '{"type":"string"}')
    throw unknownWord('propertyNames');
  const members = new Map(Object.entries(properties).map(([name, one]) => [name, fitsSchema(one, open)]));
  const needed = new Set(required);
  const others =
    typeof additionalProperties === 'object'
      ? fitsSchema(additionalProperties, open)
      : additionalProperties
        ? open.value
        : never;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let found = 0;
    for (const name of Object.keys(value)) {
      const named = members.get(name);
      if (!named && !open.name(name)) return false;
      const fits = named ?? others;
      if (!fits((value as Record<string, unknown>)[name])) return false;
      if (needed.has(name)) found++;
    }
    return found === needed.size;
  };
}

function fitsArray({ items = true, prefixItems, minItems = 0, maxItems }: JsonSchema, open: Open): Fits {
  const first = prefixItems?.map((one) => fitsSchema(one, open)) ?? [];
  const rest = typeof items === 'object' ? fitsSchema(items, open) : items && open.value;
  const most = prefixItems && typeof items !== 'object' ? first.length : Number.POSITIVE_INFINITY;
  const least = Math.max(minItems, first.length);
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > (maxItems ?? most)) return false;
    for (let at = 0; at < value.length; at++) {
      const fits = first[at] ?? rest;
      if (fits && !fits(value[at])) return false;
    }
    return true;
  };
}

function fitsNumber({ type, minimum, exclusiveMinimum, maximum }: JsonSchema): Fits {
  const isWhole = type === 'integer';
  const least = minimum ?? Number.NEGATIVE_INFINITY;
  const above = exclusiveMinimum ?? Number.NEGATIVE_INFINITY;
  const most = maximum ?? Number.POSITIVE_INFINITY;
  return (value) =>
    (isWhole ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
    (value as number) >= least &&
    (value as number) > above &&
    (value as number) <= most;
}

function unknownWord(word: string): Error {
  return new Error(`unable to check a shape fast; its schema says ${word}, which this does not know`);
}
