import { isSettled } from './boot.ts';
import type { Event } from './events.ts';
import type { Device, Job, Model } from './model.ts';
import { emit, type Step, set } from './step.ts';
import { readDevice } from './stored.ts';

/**
 * Who the visitor is changes in one queue: mint, identify, logout, recheck, one after another, each under a lock that
 * all tabs of this browser share, each starting from what storage says by then.
 */

export function enqueue(s: Step, job: Job): void {
  set(s, { jobs: [...s.m.jobs, job] });
}

/** The first write needs a token: minted here, or by another tab a moment ago. */
export function wantToken(s: Step): void {
  if (!s.m.jobs.some((job) => job.kind === 'mint')) enqueue(s, { kind: 'mint' });
}

/** Whether the visitor may be somebody else in a moment. */
export function isIdentityPending(s: Step): boolean {
  return s.m.jobs.some((job) => job.kind !== 'mint');
}

/** Whether the server may be asked as the visitor we are: known, settled, and not about to be somebody else. */
export function canAsk(s: Step): boolean {
  return isSettled(s) && s.m.jobStep !== 'sent' && !!s.m.device?.token;
}

/** The next job begins under the lock, once it is known who we are. */
export function identityRule(s: Step): void {
  const job = s.m.jobs[0];
  if (job && !s.m.jobStep && isSettled(s)) beginJob(s);
}

export function beginJob(s: Step): void {
  set(s, { jobStep: 'locking' });
  emit(s, { type: 'lock' });
}

/** The lock is ours: the first token is made. Whatever else changes who the visitor is comes later (`identities.ts`). */
export function minted(s: Step, { token }: Event & { type: 'locked' }): void {
  const { device } = s.m;
  if (!device?.token) keepDevice(s, { deviceId: device?.deviceId ?? s.stamp.ids[0], token });
  finishJob(s);
}

/** Whether the lock was asked for to make the first token, and no other tab has made one. */
export function isMint(m: Model, { device }: Event & { type: 'locked' }): boolean {
  return m.jobs[0]?.kind === 'mint' && !readDevice(device);
}

export function finishJob(s: Step): void {
  set(s, { jobs: s.m.jobs.slice(1), jobStep: null });
  emit(s, { type: 'unlock' });
}

export function keepDevice(s: Step, device: Device): void {
  set(s, { device });
  emit(s, { type: 'store', key: 'device', value: JSON.stringify(device) });
}
