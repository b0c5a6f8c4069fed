import { limits } from '@hilo/shared/limits.ts';
import { summary } from './api.ts';
import { applySnapshot, isSettled, load } from './boot.ts';
import { closeSocket } from './connection.ts';
import type { Answered, Event, Failure, FailureCode } from './events.ts';
import { type Device, freshIdentity, type Job, type User } from './model.ts';
import { unsentCount } from './outbox.ts';
import { ask, isAsking } from './request.ts';
import { alarm, assert, emit, isFree, laneOf, leaveLane, type Step, set, wakeLanes } from './step.ts';
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
export function tokenRefused(s: Step, code: FailureCode): void {
  if (code !== 'token_revoked' && code !== 'token_unknown' && code !== 'token_missing') return;
  if (!s.m.jobs.some((job) => job.kind !== 'mint')) enqueue(s, { kind: 'recheck', code });
}

/** Whether the visitor may be somebody else in a moment. */
export function isIdentityPending(s: Step): boolean {
  return s.m.jobs.some((job) => job.kind !== 'mint');
}

/** Whether the server may be asked as the visitor we are: known, settled, and not about to be somebody else. */
export function canAsk(s: Step): boolean {
  return isSettled(s) && s.m.jobStep?.name !== 'sent' && !!s.m.device?.token;
}

export function identityRule(s: Step): void {
  const { jobs, jobStep } = s.m;
  const job = jobs[0];
  if (job && !jobStep && (isSettled(s) || job.kind === 'logout')) {
    set(s, { jobStep: { name: 'locking' } });
    emit(s, { type: 'lock' });
  }
  const untilMs = jobStep?.name === 'flushing' ? jobStep.untilMs : null;
  if (untilMs !== null && (unsentCount(s) === 0 || s.stamp.at >= untilMs)) {
    set(s, { jobStep: { name: 'sent' } });
  }
  alarm(s, 'flush', s.m.jobStep?.name === 'flushing' ? untilMs : null);
  if (job && s.m.jobStep?.name === 'sent' && isFree(s, 'identity')) askIdentity(s, job);
}

export function locked(s: Step, event: Event & { type: 'locked' }): void {
  const job = s.m.jobs[0];
  if (!job) {
    emit(s, { type: 'unlock' });
    return;
  }
  const stored = event.device === null ? null : (readDevice(event.device) ?? null);
  const fresh: Device = { deviceId: s.stamp.ids[0], token: event.token };
  if (job.kind === 'mint') mint(s, stored, fresh);
  else if (job.kind === 'recheck') recheck(s, event.device, job.code);
  else {
    if (stored && stored.token !== s.m.device?.token) become(s, stored);
    if (job.kind === 'identify') beginIdentify(s, job.user, fresh);
    else beginLogout(s);
  }
}

function mint(s: Step, stored: Device | null, fresh: Device): void {
  if (stored?.token && stored.token !== s.m.device?.token) {
    // Another tab was first: we are the visitor that it minted, and ask the server about them.
    become(s, stored);
    set(s, { bootWanted: true });
  } else if (!s.m.device?.token) {
    keepDevice(s, {
      deviceId: stored?.deviceId ?? s.m.device?.deviceId ?? fresh.deviceId,
      token: fresh.token,
    });
  }
  finish(s);
}

function recheck(s: Step, stored: string | null, code: FailureCode): void {
  const { device } = s.m;
  finish(s);
  // Another tab changed it meanwhile, so it was the old one that was refused.
  if (tokenOf(stored) !== device?.token) {
    heardDevice(s, stored);
    return;
  }
  become(s, device);
  set(s, { bootWanted: true });
  if (code !== 'token_revoked') return;
  set(s, freshIdentity);
  emit(s, { type: 'remove', key: 'cache' });
  keepDevice(s, { ...device, token: null });
}

function tokenOf(stored: string | null): string | null {
  return (stored === null ? undefined : readDevice(stored))?.token ?? null;
}

function beginIdentify(s: Step, user: User, fresh: Device): void {
  const { device, view } = s.m;
  const { contact } = view;
  // The server itself says that we are this person: nothing to prove, no token to rotate under the other tabs.
  const traits = Object.entries(user.traits) as [keyof User['traits'], string][];
  const same = contact?.verified && contact.userId === user.userId;
  if (same && traits.every(([name, text]) => contact[name] === text)) {
    finish(s, null);
    return;
  }
  const others = contact?.verified && !same;
  const deviceId = (!others && device?.deviceId) || fresh.deviceId;
  set(s, { nextDevice: { deviceId, token: fresh.token }, jobStep: { name: 'sent' } });
}

function beginLogout(s: Step): void {
  if (!s.m.device?.token) {
    forget(s, s.m.device);
    finish(s, null);
    return;
  }
  wakeLanes(s);
  set(s, { jobStep: { name: 'flushing', untilMs: s.stamp.at + limits.logoutFlushMs } });
}

function askIdentity(s: Step, job: Job): void {
  if (job.kind === 'identify') {
    const { nextDevice } = s.m;
    assert(nextDevice?.token, 'identify without a token to install');
    const { deviceId, token: nextToken } = nextDevice;
    const { proof, traits } = job.user;
    ask(s, 'identify', { lane: 'identity', body: { deviceId, proof, traits, nextToken } });
  } else {
    ask(s, 'logout', { lane: 'identity', body: { deviceId: s.m.device?.deviceId } });
  }
}

export function identified(s: Step, { outcome }: Answered & { route: 'identify' }): void {
  if (!outcome.ok) {
    const { device } = s.m;
    if (outcome.failure.code === 'token_revoked' && device?.token) {
      // The old token is gone already; the proof stands without it.
      leaveLane(s, 'identity', null);
      set(s, { device: { ...device, token: null } });
      return;
    }
    failed(s, outcome.failure);
    return;
  }
  const { snapshot, switched } = outcome.answer;
  const next = s.m.nextDevice;
  assert(next, 'an identity was answered that nobody asked for');
  become(s, next);
  if (switched) forget(s, next);
  else keepDevice(s, next);
  applySnapshot(s, snapshot);
  finish(s, null);
}

export function loggedOut(s: Step, { outcome }: Answered & { route: 'logout' }): void {
  const failure = outcome.ok || outcome.failure.code.startsWith('token_') ? null : outcome.failure;
  if (failure?.retryable && laneOf(s.m, 'identity').failures + 1 < triesMax) {
    leaveLane(s, 'identity', failure);
    return;
  }
  // Also where the server could not be told: nothing of theirs stays in this browser.
  const device = s.m.device && { deviceId: s.stamp.ids[0], token: null };
  const unsent = forget(s, device);
  if (!unsent) set(s, { notice: { kind: 'logged_out' } });
  finish(s, failure?.code ?? null, { unsent });
}

function failed(s: Step, failure: Failure): void {
  leaveLane(s, 'identity', failure);
  if (failure.retryable && laneOf(s.m, 'identity').failures < triesMax) return;
  finish(s, failure.code);
}

/** The job is done; whoever asked for it learns how it went (E2). */
function finish(s: Step, code: FailureCode | null = null, value: Record<string, unknown> = {}): void {
  const [job, ...jobs] = s.m.jobs;
  const { identity: _done, ...lanes } = s.m.lanes;
  set(s, { jobs, jobStep: null, nextDevice: null, lanes });
  emit(s, { type: 'unlock' });
  const call = job && 'call' in job ? job.call : null;
  if (call === null) return;
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
    bootWanted: s.m.bootWanted || isAsking(s, 'boot'),
    loading: freshIdentity.loading,
    socketRetryAtMs: 0,
    outbox: s.m.outbox.map((entry) => (entry.status === 'sending' ? { ...entry, status: 'queued' } : entry)),
  });
}

/**
 * Everything of the person who was here goes, on screen and in storage; a new device stands in its place. Answers with
 * the number of messages that were not sent, which is told.
 */
function forget(s: Step, device: Device | null): number {
  s.cause = 'logged_out';
  const count = s.m.outbox.filter((entry) => !entry.gone).length;
  become(s, device);
  const notice = count ? ({ kind: 'unsent_at_logout', count } as const) : null;
  set(s, { ...freshIdentity, notice, touched: false, tab: 'home' });
  emit(s, { type: 'forget' });
  if (device) keepDevice(s, device);
  return count;
}

/** Another tab changed who the visitor is. */
export function heardDevice(s: Step, value: string | null): void {
  const device = value === null ? null : (readDevice(value) ?? null);
  if ((device?.token ?? null) === (s.m.device?.token ?? null)) {
    set(s, { device });
    return;
  }
  if (device?.token) {
    emit(s, { type: 'reread' });
    return;
  }
  s.cause = 'logged_out';
  become(s, device);
  set(s, {
    ...freshIdentity,

    touched: false,
    tab: 'home',
    notice: s.m.open ? { kind: 'logged_out' } : null,
  });
}

/** Storage as it is now, after another tab changed who the visitor is: begin again from it. */
export function reread(s: Step, event: Event & { type: 'reread' }): void {
  const { device, starting, wanted, focus, screen, drafts, prechat, prechatSubmitted } = s.m;
  // A visitor without a contact has nothing of anybody's: what they were about to do goes on.
  const going = device?.token ? {} : { starting, wanted, focus, screen, drafts, prechatSubmitted };
  const { open, soundOn } = s.m;
  become(s, device);
  set(s, freshIdentity);
  load(s, event.stored);
  set(s, { ...going, open, soundOn, ...(!device?.token && { prechat }) });
}
