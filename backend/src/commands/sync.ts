import { limits } from '@hilo/shared/limits.ts';
import type { Answer } from '@hilo/shared/protocol/routes.ts';
import { HiloError } from '../hilo-error.ts';
import { presentChanges } from '../presenters/present-changes.ts';
import { findChanges } from '../sql/select-changes.ts';
import { sumUnread } from '../sql/sum-unread.ts';
import type { VisitorCommand } from './contract.ts';
import { readSnapshot } from './visitor/read-snapshot.ts';
import { requireVisitor } from './visitor/require-visitor.ts';

type Reset = Extract<Answer<'sync'>, { kind: 'reset' }>;

/** One version (a large merge) may exceed a page, but not by more than this. */
const rowsCeiling = limits.syncRowsMax * 5;

/** What changed after the caller's cursor, a page at a time; or a snapshot, where that is the shorter way. */
export const sync: VisitorCommand<'sync'> = async (context, caller, input) => {
  const { pool } = context;
  const { query } = input;
  const { companyId } = caller;
  const { contactId, deviceId, version: versionNow } = await requireVisitor(pool, caller);
  const cursor = parseCursor(query.cursor);

  // Whose token it is has changed between two looks. It changes once: the next one sees it.
  const again = () => sync(context, caller, input);
  const reset = async (reason: Reset['reason']) => {
    const read = await readSnapshot(pool, companyId, contactId, query.focus ?? null);
    if (!read) return again();
    const { snapshot, fields } = read;
    const answer: Reset = { kind: 'reset', reason, snapshot, serverTime: Date.now() };
    return { answer, happenings: [], fields: { ...fields, deviceId } };
  };
  if (cursor.contactId !== contactId) return reset('other_contact');
  if (cursor.version > versionNow) return reset('ahead');
  if (versionNow - cursor.version > limits.syncVersionsBehindMax) return reset('too_old');

  const from = cursor.version;
  const rowsMax = limits.syncRowsMax;
  const page = await findChanges(pool, { companyId, contactId, from, rowsMax, rowsCeiling });
  if (!page) return again();
  if (page.reached === null) return reset('too_old');
  return {
    answer: {
      kind: 'changes',
      changes: presentChanges({ contactId, from, version: page.reached }, page),
      more: page.reached < page.version,
      serverTime: Date.now(),
    },
    happenings: [],
    fields: { contactId, deviceId, unreadCount: await sumUnread(pool, companyId, contactId) },
  };
};

/** `contactId:version`, as the route's schema has checked; the version is ours only where it is a safe integer. */
function parseCursor(cursor: string): { contactId: string; version: number } {
  const [contactId = '', version] = cursor.split(':');
  const parsed = Number(version);
  if (!Number.isSafeInteger(parsed)) throw new HiloError('invalid_cursor');
  return { contactId, version: parsed };
}
