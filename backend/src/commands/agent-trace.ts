import { HiloError } from '../hilo-error.ts';
import { presentTrace } from '../presenters/present-trace.ts';
import { selectTraceChunks } from '../sql/trace-chunks.ts';
import { traceLimits } from '../trace/trace-limits.ts';
import type { AgentCommand } from './contract.ts';

/** The server's lines of a trace in the agent's company. */
export const agentTrace: AgentCommand<'agentTrace'> = async ({ pool }, { companyId }, { params }) => {
  const { traceId } = params;
  const linesMax = traceLimits.readLinesMax;
  const chunks = await selectTraceChunks(pool, { companyId, traceId, visitorContactId: null, linesMax });
  if (chunks.length === 0) throw new HiloError('not_found', 'Unable to find lines of this trace.');
  return { answer: presentTrace(traceId, chunks, linesMax), happenings: [], fields: {} };
};
