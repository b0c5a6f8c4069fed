import { type CommonQueryMethods, sql } from 'slonik';
import { columns } from './rows/columns.ts';
import { type ContactRow, contactRow } from './rows/contact-row.ts';

/** A contact, or the survivor it was merged into. Throws where there is none: the caller knows that there is. */
export function getContact(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<ContactRow> {
  return db.one(contactQuery(companyId, contactId));
}

/** A contact, or the survivor it was merged into. */
export async function findContact(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<ContactRow | undefined> {
  return (await db.maybeOne(contactQuery(companyId, contactId))) ?? undefined;
}

function contactQuery(companyId: string, contactId: string) {
  return sql.type(contactRow)`
    SELECT ${columns(contactRow, 'k')} FROM contacts a
    JOIN contact_rows k ON k.company_id = a.company_id AND k.contact_id = coalesce(a.merged_into, a.contact_id)
    WHERE a.company_id = ${companyId} AND a.contact_id = ${contactId}
  `;
}
