import type { Happening } from '../commands/contract.ts';
import { solveInactive } from '../commands/solve-inactive.ts';
import { beginOperation, learn, type Operation, tell, traceparentOf } from '../log/operation-line.ts';
import { recordOperation } from '../log/record-operation.ts';
import { classifyError } from '../middlewares/classify-error.ts';
import { aboutResult } from '../routes/about.ts';
import { publishHappenings } from '../routes/publish.ts';
import type { Services } from '../services.ts';

export interface Sweeper {
  /** Resolves once a round under way has ended. */
  stop(): Promise<void>;
}

const sweepIntervalMsDefault = 30_000;
/** Batches of one round: a backlog must not keep the database from everybody else. */
const batchesMax = 20;

/** Solves, from time to time, the open conversations that their company's inactivity rule says are over. */
export function startSweeper(services: Services, intervalMs = sweepIntervalMsDefault): Sweeper {
  let round: Promise<void> = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    round = sweep(services).finally(() => {
      isRunning = false;
    });
  }, intervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      return round;
    },
  };
}

/** One round. Never rejects: the next one tries again. */
export async function sweep(services: Services): Promise<void> {
  for (let batch = 0; batch < batchesMax; batch += 1) {
    if (!(await sweepBatch(services))) return;
  }
}

async function sweepBatch(services: Services): Promise<boolean> {
  const operation = beginOperation('solve_inactive', null, 'system');
  const traceparent = traceparentOf(operation);
  try {
    const result = await solveInactive({ pool: services.pool, traceparent });
    publishHappenings(services.bus, traceparent, result.happenings);
    for (const happening of result.happenings) recordSolved(services, operation, happening);
    return result.happenings.length > 0;
  } catch (error) {
    const { failure, cause } = classifyError(error);
    recordOperation(services, operation, failure.code, { cause });
    return false;
  }
}

/** One line per conversation, as for any other operation. */
function recordSolved(services: Services, operation: Operation, happening: Happening): void {
  if (happening.kind !== 'inbox') return;
  const { companyId, change } = happening;
  const { contact, conversationId, widgetId, status, lastMessage } = change.conversation;
  const one = { ...operation, fields: { ...operation.fields } };
  learn(one, {
    companyId,
    widgetId,
    contactId: contact.contactId,
    conversationId,
    status,
    lastMessageId: lastMessage?.messageId,
  });
  tell(one, aboutResult({ answer: null, happenings: [happening], fields: {} }));
  recordOperation(services, one, null);
}
