import { z } from 'zod';

interface JsonSchema {
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  prefixItems?: readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  pattern?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

/** A value with every member that a schema names: of a union the first variant that is not null, a list of each variant. */
export function aSampleOf(schema: z.ZodType): unknown {
  return sample(
    z.toJSONSchema(schema, { unrepresentable: 'any', reused: 'inline', io: 'input' }) as JsonSchema,
  );
}

function sample(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return sample(variants.find((one) => one.type !== 'null') as JsonSchema);
  if (schema.prefixItems) return schema.prefixItems.map(sample);
  switch (typeof schema.type === 'object' ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, one]) => [name, sample(one)]),
      );
    case 'array':
      return (schema.items?.oneOf ?? [schema.items ?? {}]).map(sample);
    case 'string':
      return 'waiting';
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return schema.type ? 1 : {};
  }
}
