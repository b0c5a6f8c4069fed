import { readFileSync } from 'node:fs';
import { markdownTable } from './markdown.ts';
import { fieldComments } from './source-comments.ts';

/** Every environment variable the server reads, from the schema's own comments and defaults. */
export function environmentTable(): string {
  const source = readFileSync(new URL('../../../backend/src/env.ts', import.meta.url), 'utf8');
  const schema = source.slice(source.indexOf('z.object({'), source.indexOf('\n});'));
  const comments = fieldComments(schema);
  const variables = schema.split(/^(?= {2}[A-Z_]+:)/m).slice(1);
  return markdownTable(
    ['variable', 'default', 'meaning'],
    variables.map((text) => {
      const name = /^ {2}([A-Z_]+):/.exec(text)?.[1] ?? '';
      const fallback = /\.default\((.+?)\)/.exec(text)?.[1]?.replace(/^'|'$/g, '').replace('_', '');
      const choices = /\.enum\(\[(.+?)\]/.exec(text)?.[1]?.replaceAll("'", '`');
      const meaning = comments.get(name) ?? (choices ? `One of ${choices}.` : '');
      return [`\`${name}\``, fallback ? `\`${fallback}\`` : '', meaning];
    }),
  );
}
