import { sql } from 'slonik';
import { z } from 'zod';
import { sessionIdOf } from '../../identity/session-id.ts';
import { type Check, findingsMax } from '../check.ts';
import { sqlCheck } from '../sql-check.ts';

const ofSession = sql.fragment`s.conversation_id`;
const sessionRow = z.object({ session_id: z.string(), conversation_id: z.string(), device_id: z.string() });

/** R4.5: a session's id follows from its conversation and device, and is computed again. */
const sessionIdsFollow: Check = {
  ruleId: 'session-maps-to-one',
  along: 'conversations',
  find: async (db, { companyId, holds }) => {
    const rows = await db.any(sql.type(sessionRow)`
      SELECT s.session_id, s.conversation_id, s.device_id FROM sessions s
      WHERE s.company_id = ${companyId} AND ${holds(ofSession)}
    `);
    return rows
      .filter((row) => row.session_id !== sessionIdOf(row.conversation_id, row.device_id))
      .slice(0, findingsMax)
      .map((row) => ({
        subject: `session ${row.session_id}`,
        detail: `it is not what conversation ${row.conversation_id} and device ${row.device_id} make`,
      }));
  },
};

export const sessionChecks: readonly Check[] = [
  sessionIdsFollow,
  sqlCheck(
    'session-maps-to-one',
    'conversations',
    ({ companyId, holds }) => sql.fragment`
      SELECT 'conversation ' || s.conversation_id, 'device ' || s.device_id || ' has ' || count(*) || ' sessions in it'
      FROM sessions s
      WHERE s.company_id = ${companyId} AND ${holds(ofSession)}
      GROUP BY s.conversation_id, s.device_id
      HAVING count(*) > 1
    `,
  ),
];
