import { agentIdOf, type InboxState } from '../model/state.ts';
import * as storage from './storage.ts';
import type { InboxStore } from './store.ts';

/** Writes drafts and what is pending to storage as they change, and warns before a tab with unsent words closes. */
export function keepWork(store: InboxStore, signal: AbortSignal): void {
  let saved: Pick<InboxState, 'drafts' | 'outbox'> = { drafts: store.getState().drafts, outbox: [] };

  const unsubscribe = store.subscribe((state) => {
    if (state.outbox !== saved.outbox) storage.writeOutbox(state.outbox);
    const agentId = agentIdOf(state);
    if (agentId && state.drafts !== saved.drafts) {
      for (const id of new Set([...Object.keys(saved.drafts), ...Object.keys(state.drafts)])) {
        if (saved.drafts[id] !== state.drafts[id]) storage.writeDraft(agentId, id, state.drafts[id]);
      }
    }
    saved = { drafts: state.drafts, outbox: state.outbox };
  });
  signal.addEventListener('abort', unsubscribe);

  window.addEventListener(
    'beforeunload',
    (event) => {
      if (store.getState().outbox.some((row) => row.state.name !== 'failed')) event.preventDefault();
    },
    { signal },
  );
}
