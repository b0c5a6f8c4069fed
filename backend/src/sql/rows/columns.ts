import { type FragmentSqlToken, sql } from 'slonik';
import type { z } from 'zod';

/** The columns of a row schema, explicitly, from the view under this alias: the schema is the one list there is. */
export function columns(schema: z.ZodObject, alias: string): FragmentSqlToken {
  const names = Object.keys(schema.shape).map((name) => sql.identifier([alias, name]));
  return sql.fragment`${sql.join(names, sql.fragment`, `)}`;
}
