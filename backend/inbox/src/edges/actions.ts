import type { InboxFilter } from '@hilo/shared/protocol/inbox-shapes.ts';
import { draftOf, findToSend, writeDraft } from '../model/drafts.ts';
import { foldChange } from '../model/fold.ts';
import { highlightAfter, shownIds, stepFrom } from '../model/list.ts';
import { addPending, discardPending, retryPending } from '../model/outbox.ts';
import { goTo } from '../model/place.ts';
import { type Action, agentIdOf, type Draft, type Failure, type InboxState } from '../model/state.ts';
import type { Call, CallResult } from './http.ts';
import type { Lists } from './lists.ts';
import type { InboxStore } from './store.ts';
import type { Threads } from './threads.ts';
import type { TypingSender } from './typing-sender.ts';

/** Everything a person can do in the inbox; the views call nothing else. */
export interface Actions {
  signIn(email: string, password: string): Promise<Failure | undefined>;
  signOut(): void;
  go(filter: InboxFilter): void;
  open(conversationId: string | null): void;
  highlight(conversationId: string | null): void;
  step(by: number): void;
  search(text: string): void;
  loadMore(): void;
  loadEarlier(): void;
  retryLoading(): void;
  reconnect(): void;
  togglePanel(open?: boolean): void;
  write(conversationId: string, change: Partial<Draft>): void;
  stopTyping(conversationId: string): void;
  send(conversationId: string): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  take(conversationId: string): void;
  assign(conversationId: string, agentId: string | null): void;
  solve(conversationId: string): void;
  reopen(conversationId: string): void;
  redact(conversationId: string, messageId: string): void;
  dismissRefusal(conversationId: string): void;
}

export interface ActionParts {
  store: InboxStore;
  call: Call;
  lists: Lists;
  threads: Threads;
  typing: TypingSender;
}

/** The actions on conversations; signing in and reconnecting are added by whoever owns them. */
export function createActions(parts: ActionParts): Omit<Actions, 'signIn' | 'signOut' | 'reconnect'> {
  const { store, call, lists, threads, typing } = parts;
  const set = (change: (state: InboxState) => InboxState): void => store.setState(change);

  async function act<Name extends Action>(
    conversationId: string,
    action: Name,
    request: Promise<CallResult<Name>>,
  ): Promise<void> {
    set((state) => ({
      ...state,
      acting: { ...state.acting, [conversationId]: action },
      refusals: without(state.refusals, conversationId),
    }));
    const result = await request;
    set((state) => {
      const next = { ...state, acting: without(state.acting, conversationId) };
      if (result.kind === 'answer') return foldChange(next, result.answer.change, false);
      if (result.kind === 'dropped') return next;
      return { ...next, refusals: { ...next.refusals, [conversationId]: result.failure } };
    });
  }

  return {
    go: (filter) => {
      set((state) => ({ ...goTo(state, { ...state.place, filter }), search: { name: 'none' } }));
    },
    open: (conversationId) => set((state) => goTo(state, { ...state.place, conversationId })),
    highlight: (highlightedId) => store.setState({ highlightedId }),
    step: (by) =>
      store.setState((state) => ({
        highlightedId: stepFrom(shownIds(state, state.place.filter), state.highlightedId, by),
      })),
    search: lists.search,
    loadMore: lists.loadMore,
    loadEarlier: threads.loadEarlier,
    retryLoading() {
      lists.retry();
      threads.retry();
    },
    togglePanel: (open) => store.setState((state) => ({ panelOpen: open ?? !state.panelOpen })),
    write(conversationId, change) {
      set((state) => writeDraft(state, conversationId, change));
      if (change.reply !== undefined) typing.typed(conversationId, change.reply.trim() !== '');
    },
    stopTyping: (conversationId) => typing.typed(conversationId, false),
    send(conversationId) {
      typing.typed(conversationId, false);
      set((state) => sendDraft(state, conversationId));
    },
    retry: (clientId) => set((state) => retryPending(state, clientId)),
    discard: (clientId) => set((state) => discardPending(state, clientId)),
    take: (id) => void act(id, 'take', call('take', { params: { conversationId: id } })),
    assign: (id, agentId) =>
      void act(id, 'assign', call('assign', { params: { conversationId: id }, body: { agentId } })),
    solve: (id) => void act(id, 'solve', call('solve', { params: { conversationId: id } })),
    reopen: (id) => void act(id, 'reopen', call('reopen', { params: { conversationId: id } })),
    redact: (id, messageId) =>
      void act(id, 'redact', call('redact', { params: { conversationId: id, messageId } })),
    dismissRefusal: (id) => store.setState((state) => ({ refusals: without(state.refusals, id) })),
  };
}

/** Keeps the highlight in the list when its row leaves it. */
export function followHighlight(store: InboxStore): () => void {
  let before = shownIds(store.getState(), store.getState().place.filter);
  return store.subscribe((state, old) => {
    const same = state.conversations === old.conversations && state.windows === old.windows;
    if (same && state.search === old.search && state.place.filter === old.place.filter) return;
    const after = shownIds(state, state.place.filter);
    const moved = highlightAfter(before, after, state.highlightedId);
    before = after;
    if (moved !== state.highlightedId) store.setState({ highlightedId: moved });
  });
}

function sendDraft(state: InboxState, conversationId: string): InboxState {
  const toSend = findToSend(draftOf(state, conversationId));
  const agentId = agentIdOf(state);
  if (!toSend || !agentId) return state;
  const writtenAt = Date.now() + state.clockOffsetMs;
  const row = { ...toSend, clientId: crypto.randomUUID(), agentId, conversationId, writtenAt };
  return writeDraft(addPending(state, row), conversationId, { [toSend.kind]: '', tab: 'reply' });
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...others } = record;
  return others;
}
