import { limits } from '@hilo/shared/limits.ts';
import { summary } from './api.ts';
import { applySnapshot } from './boot.ts';
import type { AnswerOf, Event, Failure, FailureCode } from './events.ts';
import { beginJob, finishJob, identityRule, keepDevice } from './identity.ts';
import { type Device, freshIdentity, type Job } from './model.ts';
import { ask } from './request.ts';
import { alarm, assert, emit, isFree, laneOf, type Step, set, setLane, wakeLanes } from './step.ts';
import { readDevice } from './stored.ts';
import { become, follow, forget, keepLost } from './visitors.ts';

const triesMax = 3;

/** What of the queue of identities is more than the first token: what another tab made, who the page says it is, logout. */
export function identitiesRule(s: Step): void {
  const job = s.m.jobs[0];
  if (job?.kind === 'logout' && !s.m.jobStep) beginJob(s);
  else identityRule(s);
  const flushing = s.m.jobStep === 'flushing' && unsentCount(s) > 0 && s.stamp.at < s.m.flushUntilMs;
  if (s.m.jobStep === 'flushing' && !flushing) set(s, { jobStep: 'sent' });
  alarm(s, 'flush', flushing ? s.m.flushUntilMs : null);
  if (job && s.m.jobStep === 'sent') askIdentity(s, job);
}

/** Who the visitor is could not be asked, and is asked again: till then nothing is on its way, and says so. */
function holdQueued(s: Step): void {
  set(s, { outbox: s.m.outbox.map((e) => (e.status === 'queued' ? { ...e, status: 'waiting' } : e)) });
}

/** Messages that could still be sent by waiting. */
function unsentCount(s: Step): number {
  return s.m.outbox.filter((e) => e.status !== 'failed' && !e.gone).length;
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
    recheck(s, stored, job);
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

function recheck(s: Step, stored: Device | null, { token, revoked }: Job & { kind: 'recheck' }): void {
  const { device } = s.m;
  finish(s);
  // Another tab changed it meanwhile: it was the old one that was refused.
  if (stored && stored.token !== device?.token) {
    follow(s, stored);
    return;
  }
  become(s, device);
  set(s, { bootWanted: true });
  if (!stored) keepLost(s);
  // Of a token that came while this one waited for the lock, nobody has said anything yet.
  if (!revoked || !device || device.token !== token) return;
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
  const [job] = s.m.jobs;
  const { identify: _one, logout: _other, ...lanes } = s.m.lanes;
  set(s, { nextDevice: null, lanes });
  finishJob(s);
  if (!job || !('call' in job)) return;
  const { call } = job;
  if (code) emit(s, { type: 'reject', call, code });
  else emit(s, { type: 'resolve', call, value: { ...summary(s.m), ...value } });
}
