import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

/** The contact's unread messages in all conversations. */
export function sumUnread(db: CommonQueryMethods, companyId: string, contactId: string): Promise<number> {
  return db.oneFirst(sql.type(z.object({ unread: z.int() }))`
    SELECT coalesce(sum(c.agent_count - c.contact_read_agent_count), 0)::integer AS unread
    FROM conversations c
    WHERE c.company_id = ${companyId} AND c.contact_id = ${contactId}
  `);
}
