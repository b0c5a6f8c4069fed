import { deriveWidgetState, type WidgetStateName } from '@hilo/shared/lifecycle/lifecycle.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import { chooseLocale } from './boot.ts';
import { closeSocket } from './connection.ts';
import type { ApiCall, Event, FailureCode } from './events.ts';
import { enqueue } from './identity.ts';
import type { Model } from './model.ts';
import { newChat } from './start.ts';
import { emit, type Step, set } from './step.ts';

/** What calls of `Hilo(…)` answer with. */
export interface Summary {
  contactId: string | null;
  verified: boolean;
  unread: number;
  state: WidgetStateName;
}

export function summary({ view, focus }: Model): Summary {
  return {
    contactId: view.contactId,
    verified: view.contact?.verified ?? false,
    unread: unreadTotal(view),
    state: deriveWidgetState(focus, view.conversations).name,
  };
}

/** The ten fields as this tab knows them (R1.2). */
export function tenFieldsOf({ view, focus, device, config, widgetId, sessions, traceId }: Model): TenFields {
  // A conversation that this tab has not heard of yet is none: its fields come together.
  const conversation = focus.kind === 'conversation' ? view.conversations[focus.conversationId] : undefined;
  const conversationId = conversation?.conversationId ?? null;
  return {
    traceId,
    companyId: config?.companyId ?? null,
    widgetId,
    deviceId: device?.deviceId ?? null,
    contactId: view.contactId,
    conversationId,
    sessionId: sessions[conversationId ?? ''] ?? null,
    status: conversation?.status ?? null,
    lastMessageId: conversation?.lastMessage?.messageId ?? null,
    unreadCount: conversation ? conversation.unreadCount : view.contactId ? unreadTotal(view) : null,
  };
}

/** The first answer is here: `boot` is settled; without hope of one, so is everything that waits for it. */
export function settleCalls(s: Step, code: FailureCode | null): void {
  for (const call of s.m.bootCalls) settle(s, call, code);
  set(s, { bootCalls: [] });
  if (!code) return;
  for (const job of s.m.jobs) if ('call' in job && job.call !== null) settle(s, job.call, code);
  set(s, { jobs: [] });
}

function settle(s: Step, call: number, code: FailureCode | null): void {
  if (code) emit(s, { type: 'reject', call, code });
  else emit(s, { type: 'resolve', call, value: summary(s.m) });
}

/** A call of the page. Identity changes settle when they are done, everything else at once. */
export function called(s: Step, { call, api }: Event & { type: 'called' }): void {
  if (api.name === 'identify') {
    enqueue(s, { kind: 'identify', call, user: api.user });
    return;
  }
  if (api.name === 'logout') {
    enqueue(s, { kind: 'logout', call });
    return;
  }
  act(s, api);
  const value = api.name === 'debug' ? { fields: tenFieldsOf(s.m), ...summary(s.m) } : summary(s.m);
  emit(s, { type: 'resolve', call, value });
}

function act(s: Step, api: ApiCall): void {
  if (api.name === 'show') set(s, { launcherHidden: false });
  else if (api.name === 'hide') set(s, { launcherHidden: true, open: false });
  else if (api.name === 'open') set(s, { open: true });
  else if (api.name === 'newChat') {
    set(s, { open: true });
    newChat(s);
  } else if (api.name === 'debug') set(s, { debugShown: api.on ?? s.m.debugShown });
  else if (api.name === 'update') update(s, api);
  else if (api.name === 'shutdown') shutDown(s);
}

function update(s: Step, { locale, consent }: ApiCall & { name: 'update' }): void {
  if (consent && !s.m.persistent) emit(s, { type: 'consent' });
  if (locale) set(s, { chosenLocale: locale });
  chooseLocale(s);
}

function shutDown(s: Step): void {
  closeSocket(s, 'idle');
  for (const name of Object.keys(s.m.alarms)) emit(s, { type: 'timer', name, afterMs: null });
  settleCalls(s, 'unavailable');
  set(s, { phase: { name: 'shut_down' }, alarms: {}, open: false, connection: { name: 'idle' } });
  emit(s, { type: 'shut_down' });
}
