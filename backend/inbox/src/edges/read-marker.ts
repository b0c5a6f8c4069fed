import { foldChange } from '../model/fold.ts';
import { type Attention, findToRead } from '../model/reading.ts';
import type { Call } from './http.ts';
import type { InboxStore } from './store.ts';

/** After a failure, the next try waits at least this long. */
const pauseMs = 5_000;

export interface ReadMarker {
  /** Somebody may be looking now. */
  check(): void;
  stop(): void;
}

/** Marks the open thread as read while somebody looks at it. One request at a time; the mark only moves forward. */
export function createReadMarker(store: InboxStore, call: Call, attention: () => Attention): ReadMarker {
  let busy = false;
  let pausedUntil = 0;

  function check(): void {
    const state = store.getState();
    if (busy || state.session.name !== 'signed_in' || Date.now() < pausedUntil) return;
    const toRead = findToRead(state, attention());
    if (!toRead) return;
    busy = true;
    void mark(toRead.conversationId, toRead.lastReadMessageId);
  }

  async function mark(conversationId: string, lastReadMessageId: string): Promise<void> {
    const result = await call('agentRead', { params: { conversationId }, body: { lastReadMessageId } });
    busy = false;
    if (result.kind === 'answer') store.setState((state) => foldChange(state, result.answer.change, false));
    else pausedUntil = Date.now() + pauseMs;
    check();
  }

  return { check, stop: store.subscribe(check) };
}
