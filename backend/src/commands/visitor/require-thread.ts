import { limits } from '@hilo/shared/limits.ts';
import type { DatabasePool } from 'slonik';
import { HiloError } from '../../hilo-error.ts';
import { findThread, type ThreadRow } from '../../sql/select-thread.ts';
import type { VisitorCaller } from '../contract.ts';
import { requireVisitor } from './require-visitor.ts';

/** A page of one of the caller's threads. Throws as `requireVisitor` does, and `not_found`. */
export async function requireThread(
  pool: DatabasePool,
  caller: VisitorCaller,
  conversationId: string,
  beforeSeq: number | null,
): Promise<ThreadRow> {
  const { contactId } = await requireVisitor(pool, caller);
  const { companyId } = caller;
  const rowsMax = limits.messagesPageMax;
  const thread = await findThread(pool, { companyId, contactId, conversationId, beforeSeq, rowsMax });
  if (!thread) throw new HiloError('not_found');
  return thread;
}
