import { backoffMs } from '../model/backoff.ts';
import { foldSync, forgetFacts } from '../model/fold.ts';
import type { Failure } from '../model/state.ts';
import type { Call } from './http.ts';
import { type InboxStore, watch } from './store.ts';

/** Counts that may be off are asked for again after this. */
const doubtMs = 1_000;
/** Even a healthy socket is checked against the server this often. */
const routineMs = 60_000;

export interface Sync {
  /** Pulls what changed since the cursor; when one is running, once more after it. */
  request(): void;
  stop(): void;
}

/** Pulls by cursor until the server says that there is no more. One at a time; a failure shows, and is tried again. */
export function createSync(store: InboxStore, call: Call): Sync {
  let running = false;
  let again = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const requestIn = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(request, ms);
  };

  function request(): void {
    if (running) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = true;
    void pull().finally(() => {
      running = false;
      if (again) requestIn(0);
      again = false;
    });
  }

  async function pull(): Promise<void> {
    for (;;) {
      const { cursor, countsTick } = store.getState();
      if (cursor === null) return;
      if (store.getState().catchUp.name !== 'failed') store.setState({ catchUp: { name: 'running' } });
      const result = await call('inboxSync', { query: { cursor } });
      if (result.kind === 'dropped') return;
      if (result.kind === 'failure') return failed(result.failure);
      failures = 0;
      store.setState((state) => foldSync(state, result.answer, countsTick));
      if (!result.answer.more) break;
    }
    store.setState({ catchUp: { name: 'idle' } });
    requestIn(store.getState().countsInDoubt ? doubtMs : routineMs);
  }

  function failed(failure: Failure): void {
    if (failure.code === 'invalid_cursor') {
      store.setState((state) => ({ ...forgetFacts(state), catchUp: { name: 'idle' } }));
      return;
    }
    const delay = Math.max(failure.retryAfterMs ?? 0, backoffMs(++failures, Math.random()));
    store.setState({ catchUp: { name: 'failed', failure, retryAt: Date.now() + delay } });
    requestIn(delay);
  }

  const unwatch = watch(
    store,
    (state) => state.countsInDoubt && state.cursor !== null && state.catchUp.name === 'idle',
    (doubt) => doubt && requestIn(doubtMs),
  );

  return {
    request,
    stop() {
      clearTimeout(timer);
      unwatch();
    },
  };
}
