import { createHmac } from 'node:crypto';
import type { Database } from './database.ts';

/** What a customer's own server hands to its page for a person who is signed in there. */
export interface SignedUser {
  userId: string;
  userHash: string;
  name: string;
  email: string;
}

/** Signs a person of the company's, as its server would: HMAC-SHA256 of the user id under the company's secret. */
export async function signUser(database: Database, companyId: string, userId: string): Promise<SignedUser> {
  const [row] = await database.rows<{ secret: string }>(
    'SELECT secret FROM company_secrets WHERE company_id = $1 AND expires_at IS NULL',
    companyId,
  );
  if (!row) throw new Error(`no secret of ${companyId}`);
  const userHash = createHmac('sha256', row.secret).update(userId).digest('hex');
  return { userId, userHash, name: `User ${userId}`, email: `${userId.replace(/\W+/g, '.')}@example.com` };
}
