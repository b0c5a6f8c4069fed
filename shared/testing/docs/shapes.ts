import { z } from 'zod';
import { inboxCursor } from '../../src/protocol/agent-routes.ts';
import * as inboxShapes from '../../src/protocol/inbox-shapes.ts';
import * as shapes from '../../src/protocol/shapes.ts';
import * as text from '../../src/protocol/text.ts';
import type { Schema } from './field-table.ts';
import { declarationComment, declarationOf, readSharedSource } from './source-comments.ts';

/** A shape that has a name of its own, and where it is declared. */
interface NamedShape {
  name: string;
  schema: z.ZodType;
  comment: string;
  declaration: string;
}

const modules = [
  { path: 'protocol/text.ts', exports: text },
  { path: 'protocol/shapes.ts', exports: shapes },
  { path: 'protocol/inbox-shapes.ts', exports: inboxShapes },
  { path: 'protocol/agent-routes.ts', exports: { inboxCursor } },
];

/** Every named shape, in the order of the sources. Documents link to them instead of repeating them. */
export const namedShapes: readonly NamedShape[] = modules.flatMap(({ path, exports }) => {
  const source = readSharedSource(path);
  return Object.entries(exports).flatMap(([name, schema]) =>
    schema instanceof z.ZodType
      ? [
          {
            name: name.charAt(0).toUpperCase() + name.slice(1),
            schema,
            comment: declarationComment(source, name),
            declaration: declarationOf(source, name),
          },
        ]
      : [],
  );
});

for (const { name, schema } of namedShapes)
  schema.register(z.globalRegistry, { ...z.globalRegistry.get(schema), id: name });

/** JSON Schema in which named shapes are references, but not the outermost one. */
export function schemaOf(type: z.ZodType, io: 'input' | 'output'): Schema {
  const schema = z.toJSONSchema(type, { io }) as Schema & { $defs?: Record<string, Schema> };
  const name = schema.$ref?.split('/').at(-1);
  return (name && schema.$defs?.[name]) || schema;
}
