import { randomBytes } from 'node:crypto';
import type { CloseReason, ErrorCode } from '@hilo/shared/errors.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import { formatTraceparent } from '@hilo/shared/trace/traceparent.ts';
import { learn, newSpan, type Operation } from '../log/operation-line.ts';
import { recordOperation } from '../log/record-operation.ts';
import type { SocketKind } from '../metrics/metrics.ts';
import type { Services } from '../services.ts';
import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import type { SocketLimits } from './socket-limits.ts';

/** What every socket of a server shares. */
export interface SocketServices extends Services {
  hub: Hub;
  limits: SocketLimits;
  /** All that are open, for the drain. */
  open: Set<Connection>;
}

/** The close reason for a hello that was refused. */
export function closeReasonOf(code: ErrorCode): CloseReason {
  if (code === 'token_unknown' || code === 'token_revoked' || code === 'agent_unauthorized')
    return 'unauthorized';
  if (code === 'not_found') return 'not_found';
  if (code === 'rate_limited') return 'rate_limited';
  // Ours: the client may come back.
  return 'draining';
}

/** The line and the count of a socket that is gone. `now`: what of its fields may not be as when it opened. */
export function recordClose(
  services: Services,
  kind: SocketKind,
  opened: Operation,
  reason: CloseReason | 'client',
  code: number,
  now?: Promise<Partial<TenFields>>,
): void {
  services.metrics.socketClosed(kind, reason);
  const operation: Operation = {
    ...opened,
    name: 'ws_close',
    span: { ...opened.span, spanId: newSpan().spanId },
    fields: { ...opened.fields },
    begun: null,
  };
  const record = (fields: Partial<TenFields>) => {
    learn(operation, fields);
    recordOperation(services, operation, null, { closeReason: reason, closeCode: code });
  };
  if (now) void now.then(record);
  else record({});
}

/** A span of our own in the socket's trace. */
export function childTraceparent({ span }: Operation): string {
  return formatTraceparent({ traceId: span.traceId, spanId: randomBytes(8).toString('hex') });
}
