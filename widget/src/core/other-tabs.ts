import { isSettled } from './boot.ts';
import type { Event } from './events.ts';
import { change, findEntry, keepOwn } from './outbox.ts';
import { type Step, set } from './step.ts';
import { readEntry } from './stored-later.ts';
import { heardDevice } from './visitors.ts';

const takeOverMs = 5_000;

/** Another tab changed what it shares with this one. */
export function heard(s: Step, { key, value }: Event & { type: 'stored' }): void {
  if (key === 'device') heardDevice(s, value);
  else if (key === 'cache') heardCache(s, value);
  else if (key.startsWith('outbox:')) heardOutbox(s, key.slice(7), value);
}

/** Another tab knows more: its cache is no source, but a reason to ask the server. */
function heardCache(s: Step, value: string | null): void {
  const version = /"version":(\d+),"conversations"/.exec(value ?? '')?.[1];
  if (Number(version) > s.m.view.version) set(s, { syncWanted: true });
}

/** Another tab wrote, sent, moved or gave up a message. */
function heardOutbox(s: Step, clientMessageId: string, value: string | null): void {
  if (value === null) {
    // Sent or discarded, only the server knows: shown until it says, and not sent again.
    change(s, clientMessageId, { gone: true });
    if (findEntry(s, clientMessageId)) set(s, { syncWanted: true });
    return;
  }
  const entry = readEntry(clientMessageId, value);
  if (!entry) return;
  const takeOverAtMs = s.stamp.at + takeOverMs;
  const known = findEntry(s, clientMessageId);
  if (!known) set(s, { outbox: [...s.m.outbox, { ...entry, takeOverAtMs }] });
  else if (known.status === 'sending') change(s, clientMessageId, { ...entry, status: 'sending' });
  else change(s, clientMessageId, { ...entry, takeOverAtMs });
  if (isSettled(s)) keepOwn(s);
}
