import { HiloError } from '../hilo-error.ts';
import { presentTrace } from '../presenters/present-trace.ts';
import { sumUnread } from '../sql/sum-unread.ts';
import { selectTraceChunks } from '../sql/trace-chunks.ts';
import { traceLimits } from '../trace/trace-limits.ts';
import type { VisitorCommand } from './contract.ts';
import { requireVisitor } from './visitor/require-visitor.ts';

/** The server's lines of a trace, as far as the caller's own contact, or one merged into it, wrote them. */
export const readTrace: VisitorCommand<'readTrace'> = async ({ pool }, caller, { params }) => {
  const { contactId, deviceId } = await requireVisitor(pool, caller);
  const { companyId } = caller;
  const { traceId } = params;
  const linesMax = traceLimits.readLinesMax;
  const chunks = await selectTraceChunks(pool, { companyId, traceId, visitorContactId: contactId, linesMax });
  if (chunks.length === 0) throw new HiloError('not_found', 'Unable to find lines of yours in this trace.');
  return {
    answer: presentTrace(traceId, chunks, linesMax),
    happenings: [],
    fields: { contactId, deviceId, unreadCount: await sumUnread(pool, companyId, contactId) },
  };
};
