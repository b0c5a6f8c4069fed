import { type CloseReason, closeCodes } from '@hilo/shared/errors.ts';
import type { WebSocket } from 'ws';
import type { SocketLimits } from './socket-limits.ts';
import {
  newSocket,
  type ParseFrame,
  reduceSocket,
  type SocketEffect,
  type SocketEvent,
  type SocketState,
  type SocketTimer,
} from './socket-machine.ts';

export interface ConnectionOptions<Hello> {
  ws: WebSocket;
  parse: ParseFrame<Hello>;
  limits: SocketLimits;
  /** What frames of the connection's own carry. */
  traceparent(): string;
  /** Called once, with the hello. Ends in `accept` or `close`. */
  authenticate(hello: Hello): void;
  relayTyping(typing: { conversationId: string; typing: boolean; traceparent: string }): void;
  /** Called once, when the connection is gone. `reason`: ours, or `client` where the other side ended it. */
  closed(reason: CloseReason | 'client', code: number): void;
}

export interface Connection {
  /** The hello was believed: sends these frames, and is ready. */
  accept(frames: readonly Buffer[]): void;
  deliver(frame: Buffer): void;
  close(reason: CloseReason): void;
  readonly isOpen: boolean;
}

/** Binds one WebSocket to its state machine. */
export function createConnection<Hello>(options: ConnectionOptions<Hello>): Connection {
  const { ws, parse, limits } = options;
  const timers = new Map<SocketTimer, NodeJS.Timeout>();
  let state: SocketState = newSocket;
  let closeReason: CloseReason | undefined;

  ws.on('message', (data, isBinary) => {
    const bytes = data as Buffer;
    if (isBinary) dispatch({ type: 'binary' });
    else dispatch({ type: 'text', text: bytes.toString(), bytes: bytes.length, nowMs: performance.now() });
  });
  // A frame that breaks RFC 6455 or is too long: the library closes with the code of the RFC.
  ws.on('error', () => undefined);
  ws.on('close', (code) => {
    dispatch({ type: 'gone' });
    for (const timer of timers.values()) clearTimeout(timer);
    options.closed(closeReason ?? 'client', code);
  });
  dispatch({ type: 'opened' });

  return {
    accept: (frames) => {
      if (state.phase !== 'authenticating') return;
      dispatch({ type: 'authenticated' });
      for (const frame of frames) deliver(frame);
    },
    deliver,
    close: (reason) => dispatch({ type: 'close', reason }),
    get isOpen() {
      return state.phase !== 'closed';
    },
  };

  function dispatch(event: SocketEvent): void {
    const step = reduceSocket(state, event, parse, limits);
    state = step.state;
    for (const effect of step.effects) run(effect);
  }

  function run(effect: SocketEffect<Hello>): void {
    switch (effect.type) {
      case 'authenticate':
        options.authenticate(effect.hello);
        break;
      case 'relay_typing':
        options.relayTyping(effect);
        break;
      case 'send':
        send(Buffer.from(JSON.stringify({ ...effect.frame, traceparent: options.traceparent() })));
        break;
      case 'timer':
        setTimer(effect.timer, effect.afterMs);
        break;
      case 'clear':
        clearTimeout(timers.get(effect.timer));
        timers.delete(effect.timer);
        break;
      case 'close':
        end(effect.reason);
        break;
    }
  }

  function deliver(frame: Buffer): void {
    if (state.phase === 'ready') send(frame);
  }

  /** A client that reads slower than things happen is let go while its backlog is small; it syncs when it is back. */
  function send(frame: Buffer): void {
    if (ws.bufferedAmount + frame.length > limits.socketBufferedBytesMax)
      dispatch({ type: 'close', reason: 'too_slow' });
    else ws.send(frame, { binary: false });
  }

  function setTimer(timer: SocketTimer, afterMs: number): void {
    clearTimeout(timers.get(timer));
    timers.set(
      timer,
      setTimeout(() => dispatch({ type: 'timer', timer }), afterMs),
    );
  }

  function end(reason: CloseReason): void {
    closeReason = reason;
    ws.close(closeCodes[reason].code, reason);
    // A peer that is dead, or does not read, never answers the close frame.
    const cut = setTimeout(() => ws.terminate(), limits.closeGraceMs);
    ws.once('close', () => clearTimeout(cut));
  }
}
