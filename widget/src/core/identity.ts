import { limits } from '@hilo/shared/limits.ts';
import { summary } from './api.ts';
import { applySnapshot, isSettled, load } from './boot.ts';
import { closeSocket } from './connection.ts';
import type { AnswerOf, Event, Failure, FailureCode } from './events.ts';
import { type Device, freshIdentity, type Job } from './model.ts';
import { holdQueued, unsentCount } from './outbox.ts';
import { ask, isAsking } from './request.ts';
import { alarm, assert, emit, isFree, laneOf, type Step, set, setLane, wakeLanes } from './step.ts';
import { readDevice } from './stored.ts';

/**
 * Who the visitor is changes in one queue: mint, identify, logout, recheck, one after another, each under a lock that
 * all tabs of this browser share, each starting from what storage says by then.
 */
const triesMax = 3;

export function enqueue(s: Step, job: Job): void {
  set(s, { jobs: [...s.m.jobs, job] });
}

/** The first write needs a token: minted here, or by another tab a moment ago. */
export function wantToken(s: Step): void {
  if (!s.m.jobs.some((job) => job.kind === 'mint')) enqueue(s, { kind: 'mint' });
}

/** The server refused the token: believe it only after reading again what the other tabs know. */
export function tokenRefused(s: Step, revoked: boolean): void {
  if (!isIdentityPending(s)) enqueue(s, { kind: 'recheck', revoked });
}

/** Whether the visitor may be somebody else in a moment. */
export function isIdentityPending(s: Step): boolean {
  return s.m.jobs.some((job) => job.kind !== 'mint');
}

/** Whether the server may be asked as the visitor we are: known, settled, and not about to be somebody else. */
export function canAsk(s: Step): boolean {
  return isSettled(s) && s.m.jobStep !== 'sent' && !!s.m.device?.token;
}

export function identityRule(s: Step): void {
  const job = s.m.jobs[0];
  if (job && !s.m.jobStep && (isSettled(s) || job.kind === 'logout')) {
    set(s, { jobStep: 'locking' });
    emit(s, { type: 'lock' });
  }
  const flushing = s.m.jobStep === 'flushing' && unsentCount(s) > 0 && s.stamp.at < s.m.flushUntilMs;
  if (s.m.jobStep === 'flushing' && !flushing) set(s, { jobStep: 'sent' });
  alarm(s, 'flush', flushing ? s.m.flushUntilMs : null);
  if (job && s.m.jobStep === 'sent') askIdentity(s, job);
}

function askIdentity(s: Step, job: Job): void {
  const { nextDevice } = s.m;
  if (job.kind === 'logout' && isFree(s, 'logout')) ask(s, 'logout', 'logout', { body: {} });
  if (job.kind !== 'identify' || !nextDevice || !isFree(s, 'identify')) return;
  const { proof, traits } = job.user;
  const { deviceId, token: nextToken } = nextDevice;
  ask(s, 'identify', 'identify', { body: { deviceId, proof, traits, nextToken } });
}

/** The lock is ours: the first job begins, from what storage says now. */
export function locked(s: Step, { device: raw, token }: Event & { type: 'locked' }): void {
  const job = s.m.jobs[0];
  const stored = readDevice(raw) ?? null;
  const changed = stored?.token && stored.token !== s.m.device?.token;
  if (job?.kind === 'recheck') {
    recheck(s, stored, job.revoked);
    return;
  }
  // Another tab was first: we are the visitor that it made.
  if (changed) become(s, stored);
  const { device } = s.m;
  const fresh = { deviceId: device?.deviceId ?? stored?.deviceId ?? s.stamp.ids[0], token };
  if (job?.kind === 'identify') beginIdentify(s, job, fresh);
  else if (job?.kind === 'logout' && device?.token) {
    wakeLanes(s);
    set(s, { jobStep: 'flushing', flushUntilMs: s.stamp.at + limits.logoutFlushMs });
  } else {
    if (job?.kind === 'logout') forget(s, device);
    else if (changed) set(s, { bootWanted: true });
    else if (job && !device?.token) keepDevice(s, fresh);
    finish(s);
  }
}

function recheck(s: Step, stored: Device | null, revoked: boolean): void {
  const { device } = s.m;
  finish(s);
  // Another tab changed it meanwhile: it was the old one that was refused.
  if (stored?.token !== device?.token) {
    follow(s, stored);
    return;
  }
  become(s, device);
  set(s, { bootWanted: true });
  if (!revoked || !device) return;
  set(s, freshIdentity);
  emit(s, { type: 'remove', key: 'cache' });
  keepDevice(s, { ...device, token: null });
}

function beginIdentify(s: Step, { user }: Job & { kind: 'identify' }, fresh: Device): void {
  const { contact } = s.m.view;
  const same = contact?.verified && contact.userId === user.userId;
  // The server itself says that we are this person: nothing to prove, no token to rotate under the other tabs.
  if (same && Object.entries(user.traits).every(([name, text]) => contact[name as 'name'] === text)) {
    finish(s);
    return;
  }
  // Somebody else gets a device of their own.
  const deviceId = contact?.verified && !same ? s.stamp.ids[0] : fresh.deviceId;
  set(s, { nextDevice: { ...fresh, deviceId }, jobStep: 'sent' });
}

export function identified(s: Step, { snapshot, switched }: AnswerOf<'identify'>): void {
  const { nextDevice } = s.m;
  assert(nextDevice, 'an identity was answered that nobody asked for');
  if (switched) forget(s, nextDevice);
  else {
    become(s, nextDevice);
    keepDevice(s, nextDevice);
  }
  applySnapshot(s, snapshot);
  finish(s);
}

export function identifyFailed(s: Step, { code, retryable }: Failure): void {
  const { device } = s.m;
  if (code === 'token_revoked' && device?.token) {
    // The old token is gone already; the proof stands without it.
    setLane(s, 'identify', { retryAtMs: 0 });
    set(s, { device: { ...device, token: null } });
  } else if (!retryable || laneOf(s.m, 'identify').failures >= triesMax) finish(s, code);
  else holdQueued(s);
}

export function loggedOut(s: Step, _answer: unknown, _about: string, code: FailureCode | null = null): void {
  // Also where the server could not be told: nothing of theirs stays in this browser.
  const unsent = forget(s, { deviceId: s.stamp.ids[0], token: null });
  if (!unsent) set(s, { notice: { kind: 'logged_out' } });
  finish(s, code, { unsent });
}

export function logoutFailed(s: Step, { code, retryable }: Failure, about: string): void {
  if (retryable && laneOf(s.m, 'logout').failures < triesMax) return;
  loggedOut(s, null, about, code.startsWith('token_') ? null : code);
}

/** The job is done; whoever asked for it learns how it went (E2). */
function finish(s: Step, code: FailureCode | null = null, value: object = {}): void {
  const [job, ...jobs] = s.m.jobs;
  const { identify: _one, logout: _other, ...lanes } = s.m.lanes;
  set(s, { jobs, jobStep: null, nextDevice: null, lanes });
  emit(s, { type: 'unlock' });
  if (!job || !('call' in job)) return;
  const { call } = job;
  if (code) emit(s, { type: 'reject', call, code });
  else emit(s, { type: 'resolve', call, value: { ...summary(s.m), ...value } });
}

function keepDevice(s: Step, device: Device): void {
  set(s, { device });
  emit(s, { type: 'store', key: 'device', value: JSON.stringify(device) });
}

/** Another identity from here on: answers to questions of the one before are dropped, its socket is closed (E12). */
function become(s: Step, device: Device | null): void {
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
function forget(s: Step, device: Device | null): number {
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

function follow(s: Step, device: Device | null): void {
  if ((device?.token ?? null) === (s.m.device?.token ?? null)) set(s, { device });
  else if (device?.token) emit(s, { type: 'reread' });
  else {
    clear(s, device);
    set(s, { notice: s.m.open ? { kind: 'logged_out' } : null });
  }
}

/** Storage as it is now, after another tab changed who the visitor is: begin again from it. */
export function reread(s: Step, event: Event & { type: 'reread' }): void {
  const { device, starting, wanted, focus, screen, drafts, prechat, prechatSubmitted, open, soundOn } = s.m;
  // A visitor without a contact has nothing of anybody's: what they were about to do goes on.
  const going = !device?.token && { starting, wanted, focus, screen, drafts, prechat, prechatSubmitted };
  become(s, device);
  set(s, freshIdentity);
  load(s, event.stored);
  set(s, { ...going, open, soundOn });
}
