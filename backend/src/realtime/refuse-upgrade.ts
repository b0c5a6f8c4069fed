import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HiloError } from '../hilo-error.ts';
import { problemType, toProblem } from '../middlewares/problem.ts';

/** Answers an upgrade with a problem instead of a WebSocket, and ends the connection. */
export function refuseUpgrade(socket: Duplex, failure: HiloError, traceId: string | null): void {
  const problem = toProblem(failure, traceId);
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    ...(problem.retryAfterSeconds === undefined ? [] : [`Retry-After: ${problem.retryAfterSeconds}`]),
  ];
  // Ours is said, and nothing is read: a caller who does not hang up must not keep its half for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
