import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

/** Replaces an agent's password and ends every sign-in of theirs, in one statement; `email` in lower case. */
export async function setAgentPassword(
  db: CommonQueryMethods,
  email: string,
  passwordHash: string,
): Promise<{ name: string; email: string; signedOut: number } | undefined> {
  const found = await db.maybeOne(sql.type(
    z.object({ name: z.string(), email: z.string(), signed_out: z.int() }),
  )`
    WITH agent AS (
      UPDATE agents SET password_hash = ${passwordHash} WHERE email = ${email}
      RETURNING company_id, agent_id, name, email
    ), revoked AS (
      UPDATE agent_tokens t SET revoked_at = now() FROM agent
      WHERE t.company_id = agent.company_id AND t.agent_id = agent.agent_id
        AND t.revoked_at IS NULL AND t.expires_at > now()
      RETURNING 1
    )
    SELECT name, email, (SELECT count(*)::int FROM revoked) AS signed_out FROM agent
  `);
  return found ? { name: found.name, email: found.email, signedOut: found.signed_out } : undefined;
}
