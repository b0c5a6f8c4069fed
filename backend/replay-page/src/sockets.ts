import type { TraceEventOf } from '@hilo/shared/trace/events.ts';
import { replace } from './replace.ts';

export interface ReplaySockets {
  /** The widget has recorded something of a socket. */
  told(event: TraceEventOf<'socket'>): void;
  /** False where there is no such socket. */
  happen(event: TraceEventOf<'socket'>): boolean;
  hear(event: TraceEventOf<'frame'>): boolean;
}

/** Replaces `WebSocket` by one that opens, speaks and closes when the recording says so. */
export function replaceSockets(): ReplaySockets {
  const unnumbered: ReplaySocket[] = [];
  const numbers: number[] = [];
  const sockets = new Map<number, ReplaySocket>();
  const pair = () => {
    while (unnumbered.length > 0 && numbers.length > 0) sockets.set(numbers.shift()!, unnumbered.shift()!);
  };
  replace(
    window,
    'WebSocket',
    class extends ReplaySocket {
      constructor(url: string) {
        super(url);
        unnumbered.push(this);
        pair();
      }
    },
  );
  return {
    told({ phase, socketId }) {
      if (phase !== 'connecting') return;
      numbers.push(socketId);
      pair();
    },
    happen({ socketId, phase, code, reason, wasClean }) {
      const socket = sockets.get(socketId);
      if (phase === 'open') socket?.happen('open', ReplaySocket.OPEN);
      else if (phase === 'error') socket?.happen('error', ReplaySocket.CLOSED);
      else {
        const detail = { code: code ?? 1006, reason: reason ?? '', wasClean: wasClean ?? false };
        socket?.happen('close', ReplaySocket.CLOSED, detail);
      }
      return socket !== undefined;
    },
    hear({ socketId, data }) {
      const socket = sockets.get(socketId);
      socket?.happen('message', ReplaySocket.OPEN, { data: wireOf(data) });
      return socket !== undefined;
    },
  };
}

/** What travelled, from how it was recorded. */
function wireOf(data: unknown): unknown {
  const { text, binary, type } = (data ?? {}) as { text?: unknown; binary?: unknown; type?: unknown };
  if (type === undefined && typeof text === 'string') return text;
  if (type === undefined && typeof binary === 'number') return new ArrayBuffer(Math.min(binary, 1_000_000));
  return JSON.stringify(data);
}

type Handler = ((event: unknown) => void) | null;

class ReplaySocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState = 0;
  binaryType = 'blob';
  bufferedAmount = 0;
  onopen: Handler = null;
  onmessage: Handler = null;
  onerror: Handler = null;
  onclose: Handler = null;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
  }

  send(): void {}

  close(): void {
    if (this.readyState < ReplaySocket.CLOSING) this.readyState = ReplaySocket.CLOSING;
  }

  happen(type: 'open' | 'message' | 'error' | 'close', readyState: number, detail: object = {}): void {
    this.readyState = readyState;
    const event = Object.assign(new Event(type), detail);
    this[`on${type}`]?.(event);
    this.dispatchEvent(event);
  }
}
