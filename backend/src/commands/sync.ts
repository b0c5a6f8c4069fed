import { limits } from '@hilo/shared/limits.ts';
import type { Answer } from '@hilo/shared/protocol/routes.ts';
import { HiloError } from '../hilo-error.ts';
import { presentChanges } from '../presenters/present-changes.ts';
import { selectChanges } from '../sql/select-changes.ts';
import { sumUnread } from '../sql/sum-unread.ts';
import type { VisitorCommand } from './contract.ts';
import { readSnapshot } from './visitor/read-snapshot.ts';
import { requireVisitor } from './visitor/require-visitor.ts';

type Reset = Extract<Answer<'sync'>, { kind: 'reset' }>;

/** One version (a large merge) may exceed a page, but not by more than this. */
const rowsCeiling = limits.syncRowsMax * 5;

/** What changed after the caller's cursor, a page at a time; or a snapshot, where that is the shorter way. */
export const sync: VisitorCommand<'sync'> = async ({ pool }, caller, { query }) => {
  const { companyId } = caller;
  const { contactId, version: versionNow } = await requireVisitor(pool, caller);
  const cursor = parseCursor(query.cursor);

  const reset = async (reason: Reset['reason']) => {
    const { snapshot, fields } = await readSnapshot(pool, companyId, contactId, query.focus ?? null);
    const answer: Reset = { kind: 'reset', reason, snapshot, serverTime: Date.now() };
    return { answer, happenings: [], fields };
  };
  if (cursor.contactId !== contactId) return reset('other_contact');
  if (cursor.version > versionNow) return reset('ahead');
  if (versionNow - cursor.version > limits.syncVersionsBehindMax) return reset('too_old');

  const from = cursor.version;
  const rowsMax = limits.syncRowsMax;
  const page = await selectChanges(pool, { companyId, contactId, from, rowsMax, rowsCeiling });
  if (page.reached === null) return reset('too_old');
  return {
    answer: {
      kind: 'changes',
      changes: presentChanges({ contactId, from, version: page.reached }, page),
      more: page.reached < page.version,
      serverTime: Date.now(),
    },
    happenings: [],
    fields: { contactId, unreadCount: await sumUnread(pool, companyId, contactId) },
  };
};

/** `contactId:version`, as the route's schema has checked; the version is ours only where it is a safe integer. */
function parseCursor(cursor: string): { contactId: string; version: number } {
  const [contactId = '', version] = cursor.split(':');
  const parsed = Number(version);
  if (!Number.isSafeInteger(parsed)) throw new HiloError('invalid_cursor');
  return { contactId, version: parsed };
}
