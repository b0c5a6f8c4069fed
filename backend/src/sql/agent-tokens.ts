import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

/** Keeps an agent's token for so long; answers with when it ends, in milliseconds since the epoch. */
export function insertAgentToken(
  db: CommonQueryMethods,
  token: { companyId: string; agentId: string; tokenHash: Buffer; lifetimeMs: number },
): Promise<number> {
  return db.oneFirst(sql.type(z.object({ expires_at: z.int() }))`
    INSERT INTO agent_tokens (company_id, token_hash, agent_id, expires_at)
    VALUES (
      ${token.companyId}, ${sql.binary(token.tokenHash)}, ${token.agentId},
      now() + ${token.lifetimeMs}::bigint * interval '1 millisecond'
    )
    RETURNING epoch_ms(expires_at) AS expires_at
  `);
}

const callerRow = z.object({ company_id: z.string(), agent_id: z.string(), name: z.string() });

/** Whose token it is, while it counts. */
export async function findAgentOfToken(
  db: CommonQueryMethods,
  tokenHash: Buffer,
): Promise<z.infer<typeof callerRow> | undefined> {
  const found = await db.maybeOne(sql.type(callerRow)`
    SELECT a.company_id, a.agent_id, a.name FROM agent_tokens t
    JOIN agents a ON a.company_id = t.company_id AND a.agent_id = t.agent_id
    WHERE t.token_hash = ${sql.binary(tokenHash)} AND t.revoked_at IS NULL AND t.expires_at > now()
  `);
  return found ?? undefined;
}

/** Revokes an agent's token. */
export async function revokeAgentToken(
  db: CommonQueryMethods,
  companyId: string,
  tokenHash: Buffer,
): Promise<void> {
  await db.query(sql.type(z.object({}))`
    UPDATE agent_tokens SET revoked_at = now()
    WHERE company_id = ${companyId} AND token_hash = ${sql.binary(tokenHash)} AND revoked_at IS NULL
  `);
}
