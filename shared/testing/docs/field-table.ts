/** The part of JSON Schema (2020-12) that zod writes for our shapes. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
}

/** One line of a document's table. `field` is a path such as `proof.userId`. */
export interface FieldRow {
  field: string;
  type: string;
  required: boolean;
  notes: string;
}

/** Sentences written beside fields in the source, by the field's name. */
export type FieldComments = ReadonlyMap<string, string>;

/** The fields of an object, nested ones by path; the variants of a union one after the other, each saying when it holds. */
export function fieldRows(schema: Schema, comments: FieldComments = new Map(), prefix = ''): FieldRow[] {
  const variants = schema.oneOf ?? [];
  if (variants.length > 0) return variants.flatMap((variant) => variantRows(variant, comments, prefix));
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = innerObject(field);
    const row: FieldRow = {
      field: prefix + name,
      type: typeText(field),
      required: schema.required?.includes(name) ?? false,
      notes: [comments.get(name), constraintText(field)].filter(Boolean).join(' '),
    };
    const path = isList(field) ? `${prefix}${name}[].` : `${prefix}${name}.`;
    return inner ? [row, ...fieldRows(inner, comments, path)] : [row];
  });
}

/** A variant's fields, its constant one first and as the condition of the others. */
function variantRows(variant: Schema, comments: FieldComments, prefix: string): FieldRow[] {
  const [name, tag] =
    Object.entries(variant.properties ?? {}).find(([, field]) => field.const !== undefined) ?? [];
  const condition = `where \`${prefix}${name}\` is \`${tag?.const}\``;
  return fieldRows(variant, comments, prefix).map((row) => ({
    ...row,
    notes:
      row.field === prefix + name ? row.notes : [`Only ${condition}.`, row.notes].filter(Boolean).join(' '),
  }));
}

/** A type in words, named shapes as links to their section. */
export function typeText(schema: Schema): string {
  if (schema.$ref) return shapeLink(schema.$ref.split('/').at(-1) ?? '');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options?.every((option) => option.properties)) return 'one of';
  if (options) return options.map(typeText).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeText(schema.items) : 'anything'}`;
  return [schema.type ?? 'anything'].flat().join(' or ');
}

function shapeLink(name: string): string {
  return `[${name}](#the-shape-${name.toLowerCase()})`;
}

function constraintText(schema: Schema): string {
  const parts = [schema.description];
  const options = schema.anyOf?.map(constraintText) ?? [];
  if (schema.minLength !== undefined) parts.push(minLengthText(schema.minLength));
  if (schema.maxLength !== undefined) parts.push(`At most ${number(schema.maxLength)} characters.`);
  if (schema.format === 'email') parts.push('An e-mail address.');
  else if (schema.pattern) parts.push(`Matches \`${schema.pattern}\`.`);
  parts.push(rangeText(schema));
  return [...parts, ...options].filter(Boolean).join(' ');
}

function minLengthText(chars: number): string {
  return chars === 1 ? 'Not empty.' : `At least ${number(chars)} characters.`;
}

function rangeText(schema: Schema): string {
  const low = schema.exclusiveMinimum === undefined ? schema.minimum : schema.exclusiveMinimum + 1;
  // Every integer is within what a double holds exactly; that much goes without saying.
  const min = low === undefined || low <= Number.MIN_SAFE_INTEGER ? undefined : low;
  const max = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  if (min !== undefined && max !== undefined) return `From ${number(min)} to ${number(max)}.`;
  if (min !== undefined) return `At least ${number(min)}.`;
  return max === undefined ? '' : `At most ${number(max)}.`;
}

function innerObject(schema: Schema): Schema | undefined {
  if (schema.properties || schema.oneOf) return schema;
  if (schema.items) return innerObject(schema.items);
  const objects = schema.anyOf?.filter((option) => option.properties) ?? [];
  return objects[0];
}

function isList(schema: Schema): boolean {
  return schema.type === 'array';
}

/** `8000` as `8,000`. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}
