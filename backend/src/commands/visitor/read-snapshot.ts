import type { Snapshot } from '@hilo/shared/protocol/shapes.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { CommonQueryMethods } from 'slonik';
import { presentSnapshot } from '../../presenters/present-snapshot.ts';
import { findSnapshot } from '../../sql/select-snapshot.ts';

export interface ReadSnapshot {
  snapshot: Snapshot;
  /** All unread conversations are in the snapshot, so their sum is the contact's total. */
  fields: Partial<TenFields>;
}

/**
 * Everything a client starts from. `focus`: the thread to bring along, if it is one of the contact's.
 * Undefined where the contact was merged away, or erased, since its token was looked up.
 */
export async function readSnapshot(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
  focus: string | null = null,
): Promise<ReadSnapshot | undefined> {
  const row = await findSnapshot(db, companyId, contactId, focus);
  if (!row) return undefined;
  const snapshot = presentSnapshot(row, focus);
  const unreadCount = snapshot.conversations.reduce((sum, row) => sum + row.unreadCount, 0);
  return { snapshot, fields: { contactId, unreadCount } };
}
