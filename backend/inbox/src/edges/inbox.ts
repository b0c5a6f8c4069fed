import type { Actions } from './actions.ts';
import { createActions, followHighlight } from './actions.ts';
import { watchAttention } from './attention.ts';
import { type Call, createCall } from './http.ts';
import { keepWork } from './keeper.ts';
import { createLists } from './lists.ts';
import { createLive } from './live.ts';
import { followLocation } from './location.ts';
import { createOutbox } from './outbox.ts';
import { createReadMarker } from './read-marker.ts';
import { createSession } from './session.ts';
import { createInboxStore, type InboxStore, watch } from './store.ts';
import { createSync } from './sync.ts';
import { createThreads } from './threads.ts';
import { createTracer } from './tracer.ts';
import { createTypingSender } from './typing-sender.ts';

export interface Inbox {
  store: InboxStore;
  actions: Actions;
}

/** The whole inbox without its views, talking to the page's own origin. */
export function createInbox(): Inbox {
  const { signal } = new AbortController();
  const store = createInboxStore();
  const tracer = createTracer();
  const call = createCall({
    base: '',
    tracer,
    token: () => tokenOf(store),
    onUnauthorized: (token) => token === tokenOf(store) && session.expire(),
  });
  followLocation(store, signal);
  const session = createSession(store, call, signal);
  const lists = createLists(store, call);
  const threads = createThreads(store, call);
  const outbox = createOutbox(store, call);
  const sync = createSync(store, call);
  const live = createLive({
    store,
    tracer,
    open: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/agent`),
    onReady() {
      sync.request();
      outbox.flush();
      lists.retry();
      threads.retry();
    },
    onBlocked: sync.request,
    onUnauthorized: session.expire,
  });
  const attention = watchAttention({
    onLook: () => marker.check(),
    onWake: live.probe,
    onOffline: live.offline,
  });
  const marker = createReadMarker(store, call, attention.read);
  const typing = createTypingSender(live.sendTyping);
  followHighlight(store);
  keepWork(store, signal);
  loadWorkplace(store, call);

  const actions: Actions = {
    ...createActions({ store, call, lists, threads, typing }),
    signIn: session.signIn,
    signOut: session.signOut,
    reconnect: live.restart,
  };
  return { store, actions };
}

function tokenOf(store: InboxStore): string | null {
  const { session } = store.getState();
  return session.name === 'signed_in' ? session.token : null;
}

/** Who else is there. Asked for again with each new state of the connection, until known. */
function loadWorkplace(store: InboxStore, call: Call): void {
  let asking = false;
  watch(
    store,
    ({ session, workplace, connection }) =>
      session.name === 'signed_in' && !workplace ? `${session.token} ${connection.name}` : null,
    async (wanted) => {
      if (!wanted || asking) return;
      asking = true;
      const result = await call('me');
      asking = false;
      if (result.kind !== 'answer') return;
      const { agent, companyName, colleagues, serverTime } = result.answer;
      store.setState(({ session }) => ({
        clockOffsetMs: serverTime - Date.now(),
        workplace: { companyName, colleagues },
        session: session.name === 'signed_in' ? { ...session, agent } : session,
      }));
    },
  );
}
