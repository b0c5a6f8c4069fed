import { z } from 'zod';
import { blobFormat, blobSchema, blobVersion } from '../../src/trace/blob-schema.ts';

/** The JSON Schema of the debug blob (draft 2020-12), as it is published. */
export function blobSchemaDocument(): string {
  const schema = z.toJSONSchema(blobSchema, { unrepresentable: 'any', reused: 'ref' });
  const title = `${blobFormat}, version ${blobVersion}`;
  const description =
    'One load of the widget, as it was recorded: what "Copy debug info" copies. How it is made and read: docs/debugging.md.';
  return `${JSON.stringify({ $schema: schema.$schema, title, description, ...schema }, null, 2)}\n`;
}
