import type { Query, VisitorRouteName } from '@hilo/shared/protocol/routes.ts';
import type { RequestEffect } from './effects.ts';
import { emit, laneOf, type Step, setLane } from './step.ts';

/** Method and path of each route under the widget's address; a test pins them to the route table, which is too big to ship. */
export const routePaths = {
  bootstrap: 'GET bootstrap',
  startSession: 'POST sessions',
  resolveSession: 'GET sessions/:id',
  listConversations: 'GET conversations',
  getConversation: 'GET conversations/:id',
  listMessages: 'GET conversations/:id/messages',
  sendMessage: 'POST conversations/:id/messages',
  markRead: 'POST conversations/:id/read',
  prechat: 'POST prechat',
  identify: 'POST identify',
  logout: 'POST logout',
  answerSurvey: 'POST conversations/:id/survey',
  sync: 'GET sync',
} as const satisfies Record<VisitorRouteName, string>;

interface Ask<Name extends VisitorRouteName> {
  lane: string;
  /** Returned with the answer. */
  about?: string;
  /** Fills `:id`. */
  id?: string;
  query?: Query<Name>;
  body?: unknown;
}

/** Asks the server; the lane is busy until the answer comes. */
export function ask<Name extends VisitorRouteName>(
  s: Step,
  route: Name,
  { lane, about, id, query, body }: Ask<Name>,
): void {
  const [method, template] = routePaths[route].split(' ') as ['GET' | 'POST', string];
  const search = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  setLane(s, lane, { busy: true });
  const effect: RequestEffect = {
    type: 'request',
    route,
    method,
    path: template.replace(':id', id ?? '') + (search && `?${search}`),
    body,
    token: s.m.device?.token ?? null,
    lane,
    about: about ?? '',
    epoch: s.m.epoch,
  };
  emit(s, effect);
}

/** Whether a lane's question is under way. */
export function isAsking(s: Step, lane: string): boolean {
  return laneOf(s.m, lane).busy;
}
