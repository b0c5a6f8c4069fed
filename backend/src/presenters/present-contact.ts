import type { Contact } from '@hilo/shared/protocol/shapes.ts';
import type { ContactRow } from '../sql/rows/contact-row.ts';

/** The contact as it may see itself. */
export function presentContact(row: ContactRow): Contact {
  return {
    contactId: row.contact_id,
    verified: row.user_id !== null,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    aliases: row.aliases,
    version: row.row_version,
  };
}
