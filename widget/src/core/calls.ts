import { called, summary } from './api.ts';
import { chooseLocale } from './boot.ts';
import { closeSocket } from './connection.ts';
import type { ApiCall, Event } from './events.ts';
import { enqueue } from './identity.ts';
import { newChat } from './new-chat.ts';
import { rejectCalls } from './refused.ts';
import { emit, type Step, set } from './step.ts';
import { tenFieldsOf } from './ten-fields.ts';

/** Any call of the page. Identity changes settle when they are done, everything else at once. */
export function calledLater(s: Step, event: Event & { type: 'called' }): void {
  const { call, api } = event;
  if (api.name === 'identify') enqueue(s, { kind: 'identify', call, user: api.user });
  else if (api.name === 'logout') enqueue(s, { kind: 'logout', call });
  else if (api.name === 'debug') {
    set(s, { debugShown: api.on ?? s.m.debugShown });
    emit(s, { type: 'resolve', call, value: { fields: tenFieldsOf(s.m), ...summary(s.m) } });
  } else {
    if (api.name === 'update') update(s, api);
    else if (api.name === 'shutdown') shutDown(s);
    else if (api.name === 'newChat') {
      set(s, { open: true });
      newChat(s);
    }
    called(s, event);
  }
}

function update(s: Step, { locale, consent }: ApiCall & { name: 'update' }): void {
  if (consent && !s.m.persistent) emit(s, { type: 'consent' });
  if (locale) set(s, { chosenLocale: locale });
  chooseLocale(s);
}

function shutDown(s: Step): void {
  closeSocket(s, 'idle');
  for (const name of Object.keys(s.m.alarms)) emit(s, { type: 'timer', name, afterMs: null });
  rejectCalls(s, 'unavailable');
  set(s, { phase: { name: 'shut_down' }, alarms: {}, open: false, connection: { name: 'idle' } });
  emit(s, { type: 'shut_down' });
}
