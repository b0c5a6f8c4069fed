import { uuid } from '@hilo/shared/protocol/text.ts';

export type SocketAddress =
  | { kind: 'agent' }
  | { kind: 'visitor'; widgetId: string; sessionId: string | null };

/**
 * `/ws/agent` or `/ws/:widgetId/:sessionId?`; undefined for anything else. The query is not looked at: nothing
 * belongs there, a token least of all. What is no session id is no session, not an error: `ready` says null.
 */
export function parseSocketAddress(url: string): SocketAddress | undefined {
  const path = url.split('?', 1)[0] ?? '';
  const match = /^\/ws\/([a-z0-9_]{1,60})(?:\/([^/]{0,60}))?$/.exec(path);
  if (!match) return undefined;
  const [, first = '', second] = match;
  if (first === 'agent') return second === undefined ? { kind: 'agent' } : undefined;
  return { kind: 'visitor', widgetId: first, sessionId: uuid.safeParse(second).data ?? null };
}
