import { limits } from '@hilo/shared/limits.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { DatabasePool } from 'slonik';
import { HiloError } from '../../hilo-error.ts';
import { presentFields } from '../../presenters/present-fields.ts';
import { findThread, type ThreadRow } from '../../sql/select-thread.ts';
import type { VisitorCaller } from '../contract.ts';
import { requireVisitor } from './require-visitor.ts';

/** A page of one of the caller's threads. Throws as `requireVisitor` does, and `not_found`. */
export async function requireThread(
  pool: DatabasePool,
  caller: VisitorCaller,
  conversationId: string,
  beforeSeq: number | null,
): Promise<{ thread: ThreadRow; fields: Partial<TenFields> }> {
  const { contactId, deviceId } = await requireVisitor(pool, caller);
  const { companyId } = caller;
  const rowsMax = limits.messagesPageMax;
  const where = { companyId, contactId, conversationId, deviceId };
  const thread = await findThread(pool, { ...where, beforeSeq, rowsMax });
  if (!thread) throw new HiloError('not_found');
  return {
    thread,
    fields: { ...presentFields(thread.conversation), deviceId, sessionId: thread.session_id },
  };
}
