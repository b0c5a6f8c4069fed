import { closeSocket } from './connection.ts';
import type { Event } from './events.ts';
import { keepDevice } from './identity.ts';
import { loadAll } from './leftovers.ts';
import { type Device, freshIdentity } from './model.ts';
import { isAsking } from './request.ts';
import { emit, type Step, set } from './step.ts';
import { readDevice } from './stored.ts';

/** Another identity from here on: answers to questions of the one before are dropped, its socket is closed (E12). */
export function become(s: Step, device: Device | null): void {
  closeSocket(s, 'idle');
  set(s, {
    device,
    epoch: s.m.epoch + 1,
    lanes: {},
    held: [],
    heldUntilMs: null,
    syncWanted: false,
    // A bootstrap under way was for the one before.
    bootWanted: s.m.bootWanted || isAsking(s, 'bootstrap'),
    loading: freshIdentity.loading,
    socketRetryAtMs: 0,
    outbox: s.m.outbox.map((entry) => (entry.status === 'sending' ? { ...entry, status: 'queued' } : entry)),
  });
}

/** Everything of the person who was here goes from the screen. Answers with how many messages were not sent. */
function clear(s: Step, device: Device | null): number {
  s.cause = 'logged_out';
  const count = s.m.outbox.filter((entry) => !entry.gone).length;
  become(s, device);
  set(s, { ...freshIdentity, touched: false, tab: 'home' });
  return count;
}

/** … and from storage; a new device stands in its place. What was not sent is told. */
export function forget(s: Step, device: Device | null): number {
  const count = clear(s, device);
  set(s, { notice: count ? { kind: 'unsent_at_logout', count } : null });
  emit(s, { type: 'forget' });
  if (device) keepDevice(s, device);
  return count;
}

/** Another tab changed who the visitor is. */
export function heardDevice(s: Step, value: string | null): void {
  follow(s, readDevice(value) ?? null);
}

export function follow(s: Step, device: Device | null): void {
  // A logout leaves a device of its own: where there is none, storage lost it, and nobody else is here.
  if (!device) keepLost(s);
  else if (device.token === (s.m.device?.token ?? null)) set(s, { device });
  else if (device.token) emit(s, { type: 'reread' });
  else {
    clear(s, device);
    // This tab may have kept it after the other one had removed it.
    emit(s, { type: 'remove', key: 'cache' });
    set(s, { notice: s.m.open ? { kind: 'logged_out' } : null });
  }
}

/** Storage no longer says who we are: we stay, and write it down again. */
export function keepLost(s: Step): void {
  if (s.m.device) keepDevice(s, s.m.device);
}

/** Storage as it is now, after another tab changed who the visitor is: begin again from it. */
export function reread(s: Step, event: Event & { type: 'reread' }): void {
  const { device, starting, wanted, focus, screen, drafts, prechat, prechatSubmitted, open, soundOn } = s.m;
  // A visitor without a contact has nothing of anybody's: what they were about to do goes on.
  const going = !device?.token && { starting, wanted, focus, screen, drafts, prechat, prechatSubmitted };
  become(s, device);
  set(s, freshIdentity);
  loadAll(s, event.stored);
  set(s, { ...going, open, soundOn });
}
