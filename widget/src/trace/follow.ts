import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import type { Effect } from '../core/effects.ts';
import type { AnswerOf, Event } from '../core/events.ts';
import type { Model } from '../core/model.ts';
import type { Told } from './told.ts';

type Cause = Told<'identity'>['cause'];

/** What follows from a step: who the visitor is, the badge, the screen, each where it is not what it was. */
export interface Following {
  identity: Told<'identity'> | null;
  unread: Told<'unread'> | null;
  screen: Told<'screen'> | null;
}

/** Compares each state with the one before it. */
export function createFollower(
  first: Model,
): (next: Model, event: Event, effects: readonly Effect[]) => Following {
  let m = first;
  let badge = '';
  let shown = '';
  let source: 'server' | 'cache' = 'cache';

  return (next, event, effects) => {
    const before = m;
    m = next;
    if (event.type === 'boot' || event.type === 'reread') source = 'cache';
    else if (event.type === 'socket_frame' || (event.type === 'answered' && event.answer)) source = 'server';
    const found: Following = { identity: null, unread: null, screen: null };
    const from = before.view.contactId;
    const to = m.view.contactId;
    if (from !== to || (before.device && before.device.deviceId !== m.device?.deviceId)) {
      found.identity = { kind: 'identity', from, to, cause: causeOf(from, to, event, effects) };
    }
    if (before.view !== m.view) {
      const unread = unreadOf(m);
      const text = JSON.stringify(unread);
      if (text !== badge) found.unread = { kind: 'unread', ...unread, source };
      badge = text;
    }
    const still = (['view', 'outbox', 'focus', 'screen', 'open', 'connection'] as const).every(
      (part) => before[part] === m[part],
    );
    if (!still) {
      const screen = screenOf(m);
      const text = JSON.stringify(screen);
      if (text !== shown) found.screen = screen;
      shown = text;
    }
    return found;
  };
}

function causeOf(from: string | null, to: string | null, event: Event, effects: readonly Effect[]): Cause {
  const route = event.type === 'answered' ? event.route : null;
  if (effects.some((effect) => effect.type === 'forget')) return route === 'identify' ? 'switch' : 'logout';
  if (event.type === 'boot') return 'bootstrap';
  if (!route) return 'other_tab';
  if (event.type === 'answered' && route === 'identify') {
    return (event.answer as AnswerOf<'identify'> | null)?.switched ? 'switch' : 'identify';
  }
  if (route === 'bootstrap' && !(from && to)) return route;
  return from ? 'merge' : 'created';
}

function unreadOf({ view }: Model) {
  return {
    total: unreadTotal(view),
    conversations: Object.values(view.conversations).map(
      ({ conversationId, unreadCount, readSeq, lastSeq }) => ({
        conversationId,
        unreadCount,
        readSeq,
        lastSeq,
      }),
    ),
  };
}

function screenOf({ view, outbox, focus, screen, open, connection }: Model): Told<'screen'> {
  const inThread = open && screen.name === 'thread' && focus.kind === 'conversation';
  const conversationId = inThread ? focus.conversationId : null;
  const messages = view.threads[conversationId ?? '']?.messages ?? [];
  const runs: [number, number][] = [];
  for (const { seq } of messages) {
    const last = runs.at(-1);
    if (last && last[1] === seq - 1) last[1] = seq;
    else runs.push([seq, seq]);
  }
  const known = new Set(messages.map((row) => row.clientMessageId));
  const pending = outbox
    .filter((row) => inThread && row.conversationId === conversationId && !known.has(row.clientMessageId))
    .map(({ clientMessageId, status }) => ({ clientMessageId, status }));
  return {
    kind: 'screen',
    conversationId,
    runs,
    pending,
    connection: connection.name,
    badge: unreadTotal(view),
  };
}
