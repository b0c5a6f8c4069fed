import { backoffMs } from '../model/backoff.ts';
import { foldChange } from '../model/fold.ts';
import { afterFailure, dueNow, findNextDue, freshlyQueued, movePending } from '../model/outbox.ts';
import { agentIdOf, type InboxState, type Pending } from '../model/state.ts';
import type { Call, CallResult } from './http.ts';
import { type InboxStore, watch } from './store.ts';

export interface Outbox {
  /** The connection is back: what waits for its next try goes now. */
  flush(): void;
  stop(): void;
}

/** Sends what is pending: first in, first out per conversation, the same id in every try. */
export function createOutbox(store: InboxStore, call: Call): Outbox {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function pump(): void {
    clearTimeout(timer);
    const state = store.getState();
    if (state.session.name !== 'signed_in') return;
    const now = Date.now();
    const due = dueNow(state.outbox, agentIdOf(state), now);
    for (const row of due) void send(row);
    const next = findNextDue(store.getState().outbox);
    if (next !== undefined && next > now) timer = setTimeout(pump, next - now);
  }

  async function send(row: Pending): Promise<void> {
    const failures = row.state.name === 'queued' ? row.state.failures : 0;
    store.setState((state) => movePending(state, row.clientId, { name: 'sending', failures }));
    const result = await request(row);
    store.setState((state) => settle(state, row, result, failures));
  }

  function request(row: Pending): Promise<CallResult<'reply'> | CallResult<'addNote'>> {
    const params = { conversationId: row.conversationId };
    if (row.kind === 'reply') {
      return call('reply', { params, body: { clientMessageId: row.clientId, body: row.body } });
    }
    return call('addNote', { params, body: { clientNoteId: row.clientId, body: row.body } });
  }

  const unwatch = watch(
    store,
    (state) => (state.session.name === 'signed_in' ? state.outbox : null),
    () => pump(),
  );

  return {
    flush() {
      store.setState((state) => ({ outbox: state.outbox.map(dueAtOnce) }));
      pump();
    },
    stop() {
      clearTimeout(timer);
      unwatch();
    },
  };
}

function settle(
  state: InboxState,
  row: Pending,
  result: CallResult<'reply'> | CallResult<'addNote'>,
  failures: number,
): InboxState {
  // Nobody knows whether it arrived: it waits for whoever signs in as the same agent.
  if (result.kind === 'dropped') return movePending(state, row.clientId, freshlyQueued);
  if (result.kind === 'failure') {
    const delay = Math.max(result.failure.retryAfterMs ?? 0, backoffMs(failures + 1, Math.random()));
    return movePending(state, row.clientId, afterFailure(result.failure, failures + 1, Date.now() + delay));
  }
  const { change } = result.answer;
  const messages = 'message' in result.answer ? [...change.messages, result.answer.message] : change.messages;
  const notes = 'note' in result.answer ? [...change.notes, result.answer.note] : change.notes;
  return foldChange(state, { ...change, messages, notes }, false);
}

function dueAtOnce(row: Pending): Pending {
  return row.state.name === 'queued' ? { ...row, state: { ...row.state, retryAt: 0 } } : row;
}
