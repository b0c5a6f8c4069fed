import { type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import { type Check, findingsMax, type Range } from './check.ts';

const finding = z.object({ subject: z.string(), detail: z.string() });

/** A check that is one statement. It selects `subject` and `detail` of each row that breaks the promise. */
export function sqlCheck(
  ruleId: string,
  along: Check['along'],
  select: (range: Range) => FragmentSqlToken,
): Check {
  return {
    ruleId,
    along,
    find: (db, range) =>
      db.any(sql.type(finding)`
        SELECT f.subject, f.detail FROM (${select(range)}) AS f(subject, detail) LIMIT ${findingsMax}
      `),
  };
}

export const column = {
  conversation: sql.fragment`c.conversation_id`,
  contact: sql.fragment`k.contact_id`,
};
