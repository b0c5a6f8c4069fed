import { checkConnection, reconnect } from './connection.ts';
import type { Event } from './events.ts';
import { type Step, set, wakeLanes } from './step.ts';

/** The person wants to know now: everything that waits is tried at once. */
export function reconnectNow(s: Step): void {
  const rateLimited = s.m.notice?.kind === 'rate_limited';
  wakeLanes(s);
  checkConnection(s);
  if (s.m.phase.name === 'failed' && !rateLimited) set(s, { bootWanted: true });
}

export function visibility(s: Step, { visible }: Event & { type: 'visibility' }): void {
  set(s, { visible });
  if (!visible) return;
  // Besides the socket's proof: what it may have missed without either side knowing.
  set(s, { activeAtMs: s.stamp.at, syncWanted: s.m.socket !== null });
  wakeLanes(s);
  checkConnection(s);
}

export function network(s: Step, { online }: Event & { type: 'network' }): void {
  set(s, { online });
  reconnect(s);
  if (online) wakeLanes(s);
}

export function resumed(s: Step): void {
  wakeLanes(s);
  reconnect(s);
  set(s, { syncWanted: true });
}
