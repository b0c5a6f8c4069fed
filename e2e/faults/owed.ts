import type { TraceEvent } from '@hilo/shared/trace/events.ts';

/** How many answers a widget waits for: of requests, of sockets that connect, of pings. */
export function countOwed(events: readonly TraceEvent[]): number {
  const owed = new Set<string>();
  for (const event of events) {
    if (event.kind === 'request') owed.add(`request ${event.requestId}`);
    if (event.kind === 'response' || event.kind === 'request_failed')
      owed.delete(`request ${event.requestId}`);
    if (event.kind === 'socket') {
      owed.delete(`socket ${event.socketId}`);
      if (event.phase === 'connecting') owed.add(`socket ${event.socketId}`);
      if (event.phase === 'closed') owed.delete(`ping ${event.socketId}`);
    }
    if (event.kind === 'frame') {
      const { type } = (event.data ?? {}) as { type?: string };
      if (type === 'ping') owed.add(`ping ${event.socketId}`);
      if (type === 'pong') owed.delete(`ping ${event.socketId}`);
    }
  }
  return owed.size;
}
