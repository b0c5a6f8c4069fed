import { limits } from '@hilo/shared/limits.ts';
import { backoffMs } from '../model/backoff.ts';
import { foldContact, foldEarlierPage, foldThread } from '../model/fold.ts';
import type { InboxState, Loading } from '../model/state.ts';
import { findEarlierSeq, isBehind } from '../model/thread.ts';
import type { Call } from './http.ts';
import { type InboxStore, watch } from './store.ts';

export interface Threads {
  loadEarlier(): void;
  /** Tries again whatever of the open conversation failed to load. */
  retry(): void;
  stop(): void;
}

type Slot = 'threadLoading' | 'earlierLoading' | 'contactLoading';

/** Loads the open thread and its contact, and loads them again when they are behind. */
export function createThreads(store: InboxStore, call: Call): Threads {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function mark(slot: Slot, id: string, loading: Loading | null): void {
    store.setState((state) => {
      const { [id]: _before, ...others } = state[slot];
      return { [slot]: loading ? { ...others, [id]: loading } : others };
    });
  }

  const isLoading = (slot: Slot, id: string): boolean => store.getState()[slot][id]?.name === 'loading';

  async function load(id: string): Promise<void> {
    if (isLoading('threadLoading', id)) return;
    mark('threadLoading', id, { name: 'loading' });
    const firstBefore = store.getState().threads[id]?.messages[0]?.seq;
    const result = await call('thread', { params: { conversationId: id } });
    if (result.kind === 'answer') {
      store.setState((state) => foldThread(state, result.answer));
      if (firstBefore !== undefined) await reload(id, result.answer.messages[0]?.seq ?? 1, firstBefore);
    }
    mark('threadLoading', id, result.kind === 'failure' ? { name: 'failed', failure: result.failure } : null);
    if (findStale(store.getState()) !== id) failures = 0;
    else if (result.kind === 'answer') waitThen(backoffMs(failures++, Math.random()));
    else if (result.kind === 'failure' && result.failure.retryable) {
      waitThen(Math.max(result.failure.retryAfterMs ?? 0, backoffMs(++failures, Math.random())));
    }
  }

  /** Earlier pages may have changed too while nobody told us (a redaction): fetched again, down to where they reached. */
  async function reload(id: string, from: number, downTo: number): Promise<void> {
    let beforeSeq = from;
    while (beforeSeq > downTo && beforeSeq > 1) {
      const result = await call('earlierMessages', { params: { conversationId: id }, query: { beforeSeq } });
      if (result.kind !== 'answer') return;
      store.setState((state) => foldEarlierPage(state, id, result.answer.messages));
      beforeSeq = result.answer.messages[0]?.seq ?? 1;
    }
  }

  async function loadEarlier(): Promise<void> {
    const { place, threads } = store.getState();
    const id = place.conversationId ?? '';
    const beforeSeq = threads[id] && findEarlierSeq(threads[id]);
    if (beforeSeq === undefined || isLoading('earlierLoading', id)) return;
    mark('earlierLoading', id, { name: 'loading' });
    const result = await call('earlierMessages', { params: { conversationId: id }, query: { beforeSeq } });
    if (result.kind === 'answer')
      store.setState((state) => foldEarlierPage(state, id, result.answer.messages));
    mark(
      'earlierLoading',
      id,
      result.kind === 'failure' ? { name: 'failed', failure: result.failure } : null,
    );
  }

  async function loadContact(contactId: string): Promise<void> {
    mark('contactLoading', contactId, { name: 'loading' });
    const result = await call('contact', { params: { contactId } });
    if (result.kind === 'answer') store.setState((state) => foldContact(state, contactId, result.answer));
    mark(
      'contactLoading',
      contactId,
      result.kind === 'failure' ? { name: 'failed', failure: result.failure } : null,
    );
  }

  function waitThen(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const id = findStale(store.getState());
      if (id) void load(id);
    }, ms);
  }

  const unwatchThread = watch(store, staleKey, () => {
    const state = store.getState();
    const id = findStale(state);
    if (!id) return;
    // A missing thread is loaded at once. One that is behind waits a moment: events may only be out of order.
    if (state.threads[id]) waitThen(limits.eventHoldMs);
    else void load(id);
  });
  const unwatchContact = watch(store, contactKey, () => {
    const contactId = findContactId(store.getState());
    if (contactId) void loadContact(contactId);
  });

  return {
    loadEarlier: () => void loadEarlier(),
    retry() {
      const state = store.getState();
      const id = findStale(state);
      if (id) void load(id);
      const contactId = findContactId(state);
      if (contactId && state.contactLoading[contactId]?.name === 'failed') void loadContact(contactId);
    },
    stop() {
      clearTimeout(timer);
      unwatchThread();
      unwatchContact();
    },
  };
}

/** The open conversation, where its thread is missing or behind its header. */
function findStale(state: InboxState): string | undefined {
  const id = state.place.conversationId;
  if (state.session.name !== 'signed_in' || id === null || state.erased[id]) return undefined;
  const thread = state.threads[id];
  return !thread || isBehind(thread, state.conversations[id]?.revision ?? 0) ? id : undefined;
}

function staleKey(state: InboxState): string {
  const id = findStale(state);
  return id ? `${id} ${state.threads[id] ? (state.conversations[id]?.revision ?? 0) : 'missing'}` : '';
}

function findContactId(state: InboxState): string | undefined {
  if (state.session.name !== 'signed_in' || !state.panelOpen) return undefined;
  return state.conversations[state.place.conversationId ?? '']?.contact.contactId;
}

/** Changes whenever the contact's details may have. */
function contactKey(state: InboxState): string {
  const id = findContactId(state);
  const header = state.conversations[state.place.conversationId ?? ''];
  return id && header
    ? JSON.stringify([header.conversationId, header.contact, header.status, header.survey])
    : '';
}
