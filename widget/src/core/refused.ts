import { foldConversations, foldThreadPage } from '@hilo/shared/view/contact-view.ts';
import { bootDelayed } from './boot.ts';
import { saysWhoWeAre, socketClosed } from './connection.ts';
import type { Answered, AnswerOf, AskedRoute, Event, Failure, FailureCode } from './events.ts';
import { identifyFailed, logoutFailed } from './identities.ts';
import { enqueue, isIdentityPending } from './identity.ts';
import { adopt } from './incoming.ts';
import { changeAndSave, findEntry, sendDelayed, unboundOf } from './outbox.ts';
import { pageFailed } from './pages.ts';
import { prechatFailed } from './prechat.ts';
import { askFirst, startDelayed } from './start.ts';
import { alarm, assert, emit, laneOf, type Step, set, setLane } from './step.ts';
import { surveyFailed } from './survey.ts';
import { syncDelayed } from './sync.ts';
import { setLoading } from './threads.ts';

/** Any request that failed: one that is tried again by itself, and one that was refused, as was an old token. */
export function failedLater(s: Step, { route, about, lane, failure }: Answered): void {
  if (!failure) {
    tokenRefused(s, true);
    return;
  }
  if (failure.code === 'rate_limited') {
    set(s, { notice: { kind: 'rate_limited', untilMs: laneOf(s.m, lane).retryAtMs } });
  }
  const refused = failure.code.startsWith('token_') && route !== 'identify' && route !== 'logout';
  if (refused) tokenRefused(s, failure.code === 'token_revoked');
  // The question itself was fine: once the token is settled it is asked again.
  failures[route]?.(s, refused ? { ...failure, retryable: true } : failure, about, lane);
}

/** Says so until the server takes requests again. */
export function patienceRule(s: Step): void {
  const { notice } = s.m;
  const untilMs = notice?.kind === 'rate_limited' ? notice.untilMs : null;
  if (untilMs !== null && s.stamp.at >= untilMs) set(s, { notice: null });
  alarm(s, 'notice', untilMs !== null && s.m.notice ? untilMs : null);
}

type Failed = (s: Step, failure: Failure, about: string, lane: string) => void;

const failures: Partial<Record<AskedRoute, Failed>> = {
  bootstrap: bootFailed,
  startSession: startFailed,
  getConversation: threadFailed,
  sendMessage: sendFailed,
  markRead: markFailed,
  sync: syncFailed,
  listConversations: pageFailed,
  listMessages: pageFailed,
  prechat: prechatFailed,
  identify: identifyFailed,
  logout: logoutFailed,
  answerSurvey: surveyFailed,
};

function bootFailed(s: Step, failure: Failure): void {
  const { code, retryable } = failure;
  bootDelayed(s, failure);
  if (retryable) return;
  set(s, { phase: { name: 'failed', code, retryAtMs: null }, bootWanted: false });
  rejectCalls(s, code);
}

/** Without hope of a first answer everything that waits for it is over. */
export function rejectCalls(s: Step, code: FailureCode): void {
  const jobs = s.m.jobs.flatMap((job) => ('call' in job && job.call !== null ? job.call : []));
  for (const call of [...s.m.bootCalls, ...jobs]) emit(s, { type: 'reject', call, code });
  set(s, { bootCalls: [], jobs: [] });
}

function startFailed(s: Step, failure: Failure): void {
  const { code, retryable, missing } = failure;
  const { starting, focus, tab, prechat } = s.m;
  if (retryable) startDelayed(s, failure);
  else if (!starting) return;
  else if (code === 'prechat_required' && missing) askFirst(s, missing, starting);
  else {
    refuseUnbound(s, starting.clientStartId, code);
    const atHome = focus.kind === 'none' && { screen: { name: tab } };
    const notice = { kind: 'start_failed', code } as const;
    set(s, { starting: null, notice, prechat: { ...prechat, sending: false }, ...atHome });
  }
}

/** A start was refused for good, and with it what was written for it: visibly. */
function refuseUnbound(s: Step, clientStartId: string, error: FailureCode): void {
  assert(error !== 'offline', 'no answer is always worth another try');
  for (const entry of unboundOf(s, clientStartId)) {
    changeAndSave(s, entry.clientMessageId, { status: 'failed', error });
  }
}

function threadFailed(s: Step, { retryable }: Failure, about: string): void {
  setLoading(s, { thread: null });
  const { focus } = s.m;
  if (retryable || focus.kind !== 'conversation' || focus.conversationId !== about) return;
  // Not ours to see (any more): back to where there is something to see.
  set(s, { focus: { kind: 'none' }, screen: { name: s.m.tab }, syncWanted: true });
}

function sendFailed(s: Step, failure: Failure, clientMessageId: string, lane: string): void {
  const entry = findEntry(s, clientMessageId);
  if (!entry) return;
  const { code: error, conversationId: otherConversationId } = failure;
  // Another tab sends it elsewhere by now: what the old place says of it is over.
  const moved = lane !== `send:${entry.conversationId}`;
  if (failure.retryable || error === 'offline' || moved) {
    sendDelayed(s, clientMessageId);
    return;
  }
  // The ones behind it need not wait, and what we thought of the conversation was wrong: look again.
  setLane(s, `send:${entry.conversationId}`, { retryAtMs: 0, failures: 0 });
  const attempts = entry.attempts + 1;
  changeAndSave(s, clientMessageId, { status: 'failed', attempts, error, otherConversationId });
  set(s, { syncWanted: true });
}

function markFailed(s: Step, { retryable }: Failure, about: string): void {
  if (!retryable) set(s, { readRefused: about, syncWanted: true });
}

function syncFailed(s: Step, { code }: Failure): void {
  syncDelayed(s);
  if (code === 'invalid_cursor') set(s, { bootWanted: true });
}

export function threadFetched(s: Step, answer: AnswerOf<'getConversation'>): void {
  const { conversation, thread, version } = answer;
  setLoading(s, { thread: null });
  const view = foldConversations(s.m.view, [conversation], s.m.view.hasMoreConversations);
  adopt(s, foldThreadPage(view, thread, version), thread.messages);
}

/** Of a socket that was closed for who we are, bootstrap says whether the token is still good. */
export function socketClosedLater(s: Step, { id, code }: Event & { type: 'socket_closed' }): void {
  if (s.m.socket?.id === id && saysWhoWeAre(code)) tokenRefused(s, false);
  socketClosed(s, id);
}

/** The server refused the token: believe it only after reading again what the other tabs know. */
function tokenRefused(s: Step, revoked: boolean): void {
  const token = s.m.device?.token ?? null;
  if (!isIdentityPending(s)) enqueue(s, { kind: 'recheck', token, revoked });
}
