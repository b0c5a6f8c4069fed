import type { CloseReason } from '@hilo/shared/errors.ts';
import type { SocketLimits } from './socket-limits.ts';

/** What both kinds of clients send; their hellos differ. */
export type ClientFrame<Hello> =
  | (Hello & { type: 'hello' })
  | { type: 'typing'; traceparent: string; conversationId: string; typing: boolean }
  | { type: 'ping'; traceparent: string; n: number }
  | { type: 'pong'; traceparent: string; n: number };

/** `hello`: nobody knows yet who it is. `closed`: nothing is sent or believed any more. */
export type Phase = 'hello' | 'authenticating' | 'ready' | 'closed';

export interface SocketState {
  phase: Phase;
  /** Frames since `windowStartMs`, for the rate. */
  framesInWindow: number;
  windowStartMs: number;
  /** The last ping sent, and whether its answer is still to come. */
  pingN: number;
  isPongDue: boolean;
}

export const newSocket: SocketState = {
  phase: 'hello',
  framesInWindow: 0,
  windowStartMs: 0,
  pingN: 0,
  isPongDue: false,
};

export type SocketTimer = 'hello' | 'heartbeat' | 'pong';

export type SocketEvent =
  | { type: 'opened' }
  | { type: 'text'; text: string; bytes: number; nowMs: number }
  | { type: 'binary' }
  | { type: 'timer'; timer: SocketTimer }
  /** The hello was believed. */
  | { type: 'authenticated' }
  | { type: 'close'; reason: CloseReason }
  /** The connection is gone, whoever ended it. */
  | { type: 'gone' };

export type SocketEffect<Hello> =
  | { type: 'authenticate'; hello: Hello & { type: 'hello' } }
  | { type: 'relay_typing'; conversationId: string; typing: boolean; traceparent: string }
  | { type: 'send'; frame: { type: 'ping' | 'pong'; n: number } }
  | { type: 'timer'; timer: SocketTimer; afterMs: number }
  | { type: 'clear'; timer: SocketTimer }
  | { type: 'close'; reason: CloseReason };

export interface SocketStep<Hello> {
  state: SocketState;
  effects: SocketEffect<Hello>[];
}

/** Text to frame; undefined where it is not one of the protocol's. */
export type ParseFrame<Hello> = (text: string) => ClientFrame<Hello> | undefined;

const rateWindowMs = 1_000;

/** The server's side of one WebSocket: hello within its deadline, then heartbeats both ways, at a bounded rate. */
export function reduceSocket<Hello>(
  state: SocketState,
  event: SocketEvent,
  parse: ParseFrame<Hello>,
  limits: SocketLimits,
): SocketStep<Hello> {
  if (state.phase === 'closed') return { state, effects: [] };
  switch (event.type) {
    case 'opened':
      return { state, effects: [{ type: 'timer', timer: 'hello', afterMs: limits.helloDeadlineMs }] };
    case 'text':
      return onText(state, event, parse, limits);
    case 'binary':
      return close(state, 'bad_frame');
    case 'timer':
      return onTimer(state, event.timer, limits);
    case 'authenticated':
      return {
        state: { ...state, phase: 'ready' },
        effects: [{ type: 'timer', timer: 'heartbeat', afterMs: limits.heartbeatIntervalMs }],
      };
    case 'close':
      return close(state, event.reason);
    case 'gone':
      return { state: { ...state, phase: 'closed' }, effects: allTimers() };
  }
}

function onText<Hello>(
  before: SocketState,
  event: Extract<SocketEvent, { type: 'text' }>,
  parse: ParseFrame<Hello>,
  limits: SocketLimits,
): SocketStep<Hello> {
  const state = countFrame(before, event.nowMs);
  if (state.framesInWindow > limits.framesPerSecondMax) return close(state, 'rate_limited');
  if (state.phase !== 'ready' && event.bytes > limits.helloFrameBytesMax) return close(state, 'bad_frame');
  const frame = parse(event.text);
  if (!frame) return close(state, 'bad_frame');
  if (frame.type === 'hello') {
    if (state.phase !== 'hello') return close(state, 'bad_frame');
    return {
      state: { ...state, phase: 'authenticating' },
      effects: [
        { type: 'clear', timer: 'hello' },
        { type: 'authenticate', hello: frame },
      ],
    };
  }
  if (state.phase === 'hello') return close(state, 'bad_frame');
  if (frame.type === 'ping')
    return { state, effects: [{ type: 'send', frame: { type: 'pong', n: frame.n } }] };
  if (frame.type === 'pong') return onPong(state, frame.n, limits);
  if (state.phase !== 'ready') return { state, effects: [] };
  const { conversationId, typing, traceparent } = frame;
  return { state, effects: [{ type: 'relay_typing', conversationId, typing, traceparent }] };
}

/** Only the answer to the last ping proves that both directions work now. */
function onPong<Hello>(state: SocketState, n: number, limits: SocketLimits): SocketStep<Hello> {
  if (!state.isPongDue || n !== state.pingN) return { state, effects: [] };
  return {
    state: { ...state, isPongDue: false },
    effects: [
      { type: 'clear', timer: 'pong' },
      { type: 'timer', timer: 'heartbeat', afterMs: limits.heartbeatIntervalMs },
    ],
  };
}

function onTimer<Hello>(state: SocketState, timer: SocketTimer, limits: SocketLimits): SocketStep<Hello> {
  if (timer === 'hello')
    return state.phase === 'hello' ? close(state, 'hello_timeout') : { state, effects: [] };
  if (timer === 'pong') return state.isPongDue ? close(state, 'heartbeat_timeout') : { state, effects: [] };
  const pingN = state.pingN + 1;
  return {
    state: { ...state, pingN, isPongDue: true },
    effects: [
      { type: 'send', frame: { type: 'ping', n: pingN } },
      { type: 'timer', timer: 'pong', afterMs: limits.heartbeatTimeoutMs },
    ],
  };
}

function countFrame(state: SocketState, nowMs: number): SocketState {
  return nowMs - state.windowStartMs >= rateWindowMs
    ? { ...state, windowStartMs: nowMs, framesInWindow: 1 }
    : { ...state, framesInWindow: state.framesInWindow + 1 };
}

function close<Hello>(state: SocketState, reason: CloseReason): SocketStep<Hello> {
  return {
    state: { ...state, phase: 'closed' },
    effects: [...allTimers<Hello>(), { type: 'close', reason }],
  };
}

function allTimers<Hello>(): SocketEffect<Hello>[] {
  return (['hello', 'heartbeat', 'pong'] as const).map((timer) => ({ type: 'clear', timer }));
}
