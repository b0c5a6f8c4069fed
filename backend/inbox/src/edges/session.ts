import { afterReload } from '../model/outbox.ts';
import { agentIdOf, type Failure, type InboxState, noFacts } from '../model/state.ts';
import type { Call } from './http.ts';
import * as storage from './storage.ts';
import type { InboxStore } from './store.ts';

export interface SessionEdge {
  /** Answers with the failure, or undefined once signed in. */
  signIn(email: string, password: string): Promise<Failure | undefined>;
  signOut(): void;
  /** The server no longer takes the token. */
  expire(): void;
}

/** Signs in and out, here and in the other tabs of this browser. */
export function createSession(store: InboxStore, call: Call, signal: AbortSignal): SessionEdge {
  const adopt = (kept: storage.KeptSession | undefined): void => {
    if (kept) store.setState((state) => enter(state, kept));
    else store.setState((state) => leave(state));
  };
  storage.watchSession(adopt, signal);
  const kept = storage.readSession();
  if (kept) adopt(kept);

  return {
    async signIn(email, password) {
      const result = await call('signIn', { body: { email: email.trim(), password } });
      if (result.kind === 'failure') return result.failure;
      if (result.kind === 'answer') {
        storage.writeSession(result.answer);
        adopt(result.answer);
      }
      return undefined;
    },
    signOut() {
      const agentId = agentIdOf(store.getState());
      void call('signOut');
      storage.writeSession(undefined);
      if (agentId)
        for (const id of Object.keys(storage.readDrafts(agentId))) storage.writeDraft(agentId, id, undefined);
      adopt(undefined);
    },
    // Stays in storage: a reload asks again for this agent's password, and other tabs find out by themselves.
    expire() {
      store.setState(({ session }) =>
        session.name === 'signed_in' ? { session: { name: 'expired', agent: session.agent } } : {},
      );
    },
  };
}

/** The same agent finds everything as it was; another one starts from nothing. */
function enter(state: InboxState, kept: storage.KeptSession): InboxState {
  const { agentId } = kept.agent;
  const session = { name: 'signed_in', token: kept.token, agent: kept.agent } as const;
  if (agentIdOf(state) === agentId) return { ...state, session };
  return {
    ...state,
    ...noFacts,
    session,
    drafts: storage.readDrafts(agentId),
    outbox: afterReload(storage.readOutbox().filter((row) => row.agentId === agentId)),
  };
}

function leave(state: InboxState): InboxState {
  return {
    ...state,
    ...noFacts,
    session: { name: 'signed_out' },
    drafts: {},
    outbox: [],
    place: { ...state.place, conversationId: null, newAfterSeq: null },
  };
}
