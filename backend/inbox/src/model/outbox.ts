import type { Note } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { Failure, InboxState, Pending, PendingState } from './state.ts';

/** Replies and notes on their way. One leaves when its client id is seen on a row: answer, event or page, whichever is first. */

export function settleByMessages(outbox: readonly Pending[], rows: readonly Message[]): readonly Pending[] {
  return settle(outbox, 'reply', new Set(rows.map((row) => row.clientMessageId)));
}

export function settleByNotes(outbox: readonly Pending[], rows: readonly Note[]): readonly Pending[] {
  return settle(outbox, 'note', new Set(rows.map((row) => row.clientNoteId)));
}

function settle(outbox: readonly Pending[], kind: Pending['kind'], ids: Set<string>): readonly Pending[] {
  if (!outbox.some((row) => row.kind === kind && ids.has(row.clientId))) return outbox;
  return outbox.filter((row) => row.kind !== kind || !ids.has(row.clientId));
}

export const freshlyQueued: PendingState = { name: 'queued', failures: 0, retryAt: 0, reason: null };

export function addPending(state: InboxState, row: Omit<Pending, 'state'>): InboxState {
  return { ...state, outbox: [...state.outbox, { ...row, state: freshlyQueued }] };
}

/** Moves one that is still pending. A late failure of one that was settled meanwhile brings nothing back. */
export function movePending(state: InboxState, clientId: string, next: PendingState): InboxState {
  return {
    ...state,
    outbox: state.outbox.map((row) => (row.clientId === clientId ? { ...row, state: next } : row)),
  };
}

/** Tries again at once, under the same id. */
export function retryPending(state: InboxState, clientId: string): InboxState {
  const row = state.outbox.find((one) => one.clientId === clientId);
  return row && row.state.name !== 'sending' ? movePending(state, clientId, freshlyQueued) : state;
}

export function discardPending(state: InboxState, clientId: string): InboxState {
  return { ...state, outbox: state.outbox.filter((row) => row.clientId !== clientId) };
}

/** Where a try that failed leads: waiting for the next one, or failed for good. */
export function afterFailure(failure: Failure, failures: number, retryAt: number): PendingState {
  if (!failure.retryable) return { name: 'failed', failure };
  return { name: 'queued', failures, retryAt, reason: failure };
}

/**
 * What to send now: of each conversation the first one, if it is due and nothing of that conversation is on its way.
 * One that failed for good holds nobody up.
 */
export function dueNow(outbox: readonly Pending[], agentId: string | null, now: number): Pending[] {
  const seen = new Set<string>();
  const due: Pending[] = [];
  for (const row of outbox) {
    if (row.agentId !== agentId || row.state.name === 'failed' || seen.has(row.conversationId)) continue;
    seen.add(row.conversationId);
    if (row.state.name === 'queued' && row.state.retryAt <= now) due.push(row);
  }
  return due;
}

/** When something will next be due; undefined where nothing waits. */
export function findNextDue(outbox: readonly Pending[]): number | undefined {
  const times = outbox.flatMap((row) => (row.state.name === 'queued' ? [row.state.retryAt] : []));
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** One that was on its way when the page closed: nobody knows whether it arrived, and sending it again is safe. */
export function afterReload(rows: readonly Pending[]): Pending[] {
  return rows.map((row) =>
    row.state.name === 'failed' ? row : { ...row, state: { name: 'failed', failure: interrupted } },
  );
}

const interrupted: Failure = {
  code: 'network',
  sentence: 'The page was closed before the answer came. Retry is safe: it is never sent twice.',
  retryable: true,
  traceId: null,
};
