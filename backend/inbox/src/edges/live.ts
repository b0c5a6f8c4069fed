import { limits } from '@hilo/shared/limits.ts';
import type { AgentServerFrame } from '@hilo/shared/protocol/frames.ts';
import { isBlocked } from '../model/connection.ts';
import { foldChange, foldRemoved } from '../model/fold.ts';
import type { InboxState } from '../model/state.ts';
import { markTyping } from '../model/typing.ts';
import { InboxSocket } from './socket.ts';
import type { InboxStore } from './store.ts';
import { watch } from './store.ts';
import type { Tracer } from './tracer.ts';

export interface Live {
  probe(): void;
  offline(): void;
  /** Starts anew, also after it had stopped for good. */
  restart(): void;
  sendTyping(conversationId: string, typing: boolean): void;
  stop(): void;
}

export interface LivePorts {
  store: InboxStore;
  tracer: Tracer;
  open(): WebSocket;
  onReady(): void;
  onUnauthorized(): void;
  /** WebSockets seem to be blocked: asks the server instead, at this pace, until one gets through. */
  onBlocked(): void;
}

/** One socket per signed-in session; what it tells is folded. */
export function createLive(ports: LivePorts): Live {
  const { store } = ports;
  let socket: InboxSocket | null = null;
  let polling: ReturnType<typeof setInterval> | undefined;

  function start(token: string): void {
    socket = new InboxSocket({
      open: ports.open,
      token,
      tracer: ports.tracer,
      isOnline: () => navigator.onLine,
      onState: (connection) =>
        store.setState({ connection, ...(connection.name === 'live' ? {} : { typing: {} }) }),
      onReady(serverTime) {
        store.setState({ clockOffsetMs: serverTime - Date.now() });
        ports.onReady();
      },
      onFrame: (frame) => store.setState((state) => foldFrame(state, frame, Date.now())),
      onUnauthorized: ports.onUnauthorized,
    });
    socket.start();
  }

  function restart(): void {
    socket?.stop();
    socket = null;
    const { session } = store.getState();
    if (session.name === 'signed_in') start(session.token);
  }

  const unwatchToken = watch(
    store,
    ({ session }) => (session.name === 'signed_in' ? session.token : null),
    () => restart(),
  );
  const unwatchBlocked = watch(
    store,
    (state) => isBlocked(state.connection),
    (blocked) => {
      clearInterval(polling);
      if (blocked) polling = setInterval(ports.onBlocked, limits.pollIntervalMs);
    },
  );

  return {
    probe: () => socket?.probe(),
    offline: () => socket?.offline(),
    restart,
    sendTyping: (conversationId, typing) => socket?.send({ type: 'typing', conversationId, typing }),
    stop() {
      unwatchToken();
      unwatchBlocked();
      clearInterval(polling);
      socket?.stop();
    },
  };
}

/** One frame of the server, as facts. `now`: the browser's clock. */
function foldFrame(state: InboxState, frame: AgentServerFrame, now: number): InboxState {
  if (frame.type === 'changed') return foldChange(state, frame.change, true);
  if (frame.type === 'removed') return foldRemoved(state, frame.conversationId);
  if (frame.type !== 'typing') return state;
  const mark = {
    who: frame.agent?.agentId ?? 'visitor',
    name: frame.agent?.name ?? null,
    until: now + limits.typingTtlMs,
  };
  return { ...state, typing: markTyping(state.typing, frame.conversationId, mark, frame.typing) };
}
