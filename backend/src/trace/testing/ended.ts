import type { ErrorCode } from '@hilo/shared/errors.ts';
import {
  type BegunOperation,
  beginOperation,
  learn,
  operationLine,
  startLine,
} from '../../log/operation-line.ts';
import type { EndedOperation } from '../trace-sink.ts';

export const traceId = 'a'.repeat(32);
export const contactId = '00000000-0000-4000-8000-0000000000c0';

/** The start of such an operation, which does not know its contact yet. */
export function begun(name: string): BegunOperation {
  const operation = beginOperation(name, `00-${traceId}-00f067aa0ba902b7-01`);
  learn(operation, { companyId: 'alfar', widgetId: 'wgt_alfar' });
  return { line: startLine(operation), actor: 'visitor', about: null, beganAtMs: 1_789_999_999_987 };
}

/** An operation of a contact of alfar that has ended after 12.5 ms. */
export function ended(
  name: string,
  options: {
    trace?: string;
    contact?: string | null;
    error?: ErrorCode;
    about?: Record<string, unknown>;
  } = {},
): EndedOperation {
  const { trace = traceId, contact = contactId, error = null, about = null } = options;
  const operation = {
    ...beginOperation(name, `00-${trace}-00f067aa0ba902b7-01`),
    startedAtMs: 100,
  };
  learn(operation, { companyId: 'alfar', widgetId: 'wgt_alfar', contactId: contact, unreadCount: 2 });
  return {
    line: operationLine(operation, error, 112.5),
    actor: operation.actor,
    about,
    endedAtMs: 1_790_000_000_000,
  };
}
