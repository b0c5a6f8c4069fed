import { limits } from '@hilo/shared/limits.ts';
import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import type { Transaction } from '../../db/transact.ts';
import { presentChanges } from '../../presenters/present-changes.ts';
import { findChanges } from '../../sql/select-changes.ts';

/**
 * What one transaction changed, as an event. One that is too large for an event (a merge may move a long history) is
 * told as a hole: changes that begin where they end, which nobody can fold, so that every client syncs, in pages.
 */
export async function readChanges(
  tx: Transaction,
  { companyId, contactId, from }: { companyId: string; contactId: string; from: number },
): Promise<Changes> {
  const rowsMax = limits.syncRowsMax;
  const page = await findChanges(tx, { companyId, contactId, from, rowsMax, rowsCeiling: rowsMax });
  if (!page) throw new Error(`contact ${contactId} is locked and is not there`);
  const { version, reached } = page;
  if (reached !== version) return { contactId, from: version, version, changes: [] };
  return presentChanges({ contactId, from, version }, page);
}
