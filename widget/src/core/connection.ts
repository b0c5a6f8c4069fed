import { closeCodes } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import { findOpenConversation } from '@hilo/shared/view/selectors.ts';
import { backoffMs } from './backoff.ts';
import { canAsk } from './identity.ts';
import { take } from './incoming.ts';
import type { SocketState } from './model.ts';
import type { Connection } from './state.ts';
import { alarm, emit, laneOf, type Step, set, wakeLanes } from './step.ts';
import { heardTyping } from './typing.ts';

/** After a wake-up an answer to our ping is due sooner than in quiet times: the person is looking. */
const checkTimeoutMs = limits.heartbeatTimeoutMs / 4;

/** A socket is held only while there is something to hear: an open conversation, or the messenger on screen. */
function isWanted(s: Step): boolean {
  const { view, open } = s.m;
  if (!view.contactId || !canAsk(s)) return false;
  return open || findOpenConversation(view) !== undefined;
}

/** Runs after every event, so whatever happened, there is always a next step: nothing can be stuck waiting (B5). */
export function connectionRule(s: Step): void {
  const wanted = isWanted(s);
  const at = s.stamp.at;
  if (!wanted) quiet(s);
  else {
    const { socket } = s.m;
    if (socket?.deadlineMs != null && at >= socket.deadlineMs) lose(s);
    if (!s.m.socket && at >= s.m.socketRetryAtMs) open(s);
    if (s.m.socket?.isReady && at >= s.m.socket.pingAtMs) ping(s, s.m.socket, limits.heartbeatTimeoutMs);
    if (s.m.isPolling && at >= s.m.pollAtMs) {
      set(s, { syncWanted: true, pollAtMs: at + limits.pollIntervalMs });
    }
  }
  setAlarms(s, wanted);
  name(s, wanted);
}

/** Nothing to hear, or not now. */
function quiet(s: Step): void {
  closeSocket(s, 'idle');
  if (s.m.isPolling) set(s, { isPolling: false });
}

function setAlarms(s: Step, wanted: boolean): void {
  const { socket, isPolling, pollAtMs, socketRetryAtMs } = s.m;
  const next = socket
    ? Math.min(
        socket.deadlineMs ?? Number.POSITIVE_INFINITY,
        socket.isReady ? socket.pingAtMs : Number.POSITIVE_INFINITY,
      )
    : socketRetryAtMs;
  alarm(s, 'socket', wanted && Number.isFinite(next) ? next : null);
  alarm(s, 'poll', wanted && isPolling ? pollAtMs : null);
}

function open(s: Step): void {
  const { focus, sessions } = s.m;
  const id = s.m.sockets + 1;
  const deadlineMs = s.stamp.at + limits.requestTimeoutMs;
  set(s, { sockets: id, socket: { id, opened: false, isReady: false, deadlineMs, pingAtMs: 0, pings: 0 } });
  const sessionId = focus.kind === 'conversation' ? (sessions[focus.conversationId] ?? null) : null;
  emit(s, { type: 'socket_open', id, sessionId });
}

export function socketOpened(s: Step, id: number): void {
  const { socket, device } = s.m;
  if (socket?.id !== id || !device?.token) return;
  set(s, { socket: { ...socket, opened: true } });
  const { deviceId, token } = device;
  emit(s, { type: 'socket_send', id, frame: { type: 'hello', token, deviceId, reconnect: s.m.everReady } });
}

export function socketFrame(s: Step, id: number, frame: VisitorServerFrame): void {
  const { socket } = s.m;
  if (socket?.id !== id) return;
  if (frame.type === 'ready') ready(s, socket, frame);
  else if (frame.type === 'event') take(s, frame.changes);
  else if (frame.type === 'typing') heardTyping(s, frame);
  else if (frame.type === 'ping') emit(s, { type: 'socket_send', id, frame: { type: 'pong', n: frame.n } });
  else if (frame.n === socket.pings) {
    set(s, { socket: { ...socket, deadlineMs: null } });
    // Proven in both directions, and not for the first time: attempts start from zero again.
    if (frame.n > 1) set(s, { socketFailures: 0 });
  }
}

/** Connected. What happened meanwhile is asked for, not assumed (R2.E). */
function ready(s: Step, socket: SocketState, frame: VisitorServerFrame & { type: 'ready' }): void {
  const { view, everReady, syncWanted } = s.m;
  const behind = everReady || frame.contactId !== view.contactId || frame.version !== view.version;
  const { session } = frame;
  set(s, {
    socket: { ...socket, isReady: true, deadlineMs: null, pingAtMs: s.stamp.at },
    everReady: true,
    isPolling: false,
    syncWanted: syncWanted || behind,
    ...(session && { sessions: { ...s.m.sessions, [session.conversationId]: session.sessionId } }),
  });
  // The way to the server is open again: messages that failed on it do not sit out their own delay as well.
  wakeLanes(s);
}

function ping(s: Step, socket: SocketState, timeoutMs: number): void {
  const n = socket.pings + 1;
  const { at } = s.stamp;
  const deadlineMs = at + timeoutMs;
  // One that is due even sooner is on its way already.
  if (socket.deadlineMs !== null && socket.deadlineMs <= deadlineMs) return;
  set(s, { socket: { ...socket, pings: n, deadlineMs, pingAtMs: at + limits.heartbeatIntervalMs } });
  emit(s, { type: 'socket_send', id: socket.id, frame: { type: 'ping', n } });
}

export function socketClosed(s: Step, id: number): void {
  if (s.m.socket?.id !== id) return;
  set(s, { socket: null });
  retryLater(s);
}

/** Whether a socket was closed for who we are: that is for later (`refused.ts`). */
export function saysWhoWeAre(code: number): boolean {
  return code === closeCodes.unauthorized.code || code === closeCodes.identity_changed.code;
}

export function closeSocket(s: Step, reason: 'idle' | 'stale'): void {
  const { socket } = s.m;
  if (!socket) return;
  set(s, { socket: null });
  const code = reason === 'idle' ? closeCodes.idle.code : closeCodes.stale.code;
  emit(s, { type: 'socket_close', id: socket.id, code });
}

function lose(s: Step): void {
  closeSocket(s, 'stale');
  retryLater(s);
}

function retryLater(s: Step): void {
  const socketFailures = s.m.socketFailures + 1;
  const isPolling = s.m.isPolling || socketFailures >= limits.socketFailuresBeforePolling;
  const { at, random } = s.stamp;
  const waitMs = backoffMs(socketFailures, limits.reconnectDelayMsMin, limits.reconnectDelayMsMax, random);
  set(s, {
    socketFailures,
    isPolling,
    pollAtMs: s.m.isPolling ? s.m.pollAtMs : at,
    socketRetryAtMs: at + waitMs,
  });
}

/** Back in sight, or back on the network: an open socket proves nothing, so it has to answer now (B4, B9, H6). */
export function checkConnection(s: Step): void {
  set(s, { socketRetryAtMs: 0, pollAtMs: 0 });
  const { socket } = s.m;
  if (socket?.isReady) ping(s, socket, checkTimeoutMs);
}

/** Slept, frozen or cut off: whatever was open is taken for dead. */
export function reconnect(s: Step): void {
  closeSocket(s, 'stale');
  set(s, { socketRetryAtMs: 0, pollAtMs: 0 });
}

function name(s: Step, wanted: boolean): void {
  const next = nameOf(s, wanted);
  if (JSON.stringify(next) !== JSON.stringify(s.m.connection)) set(s, { connection: next });
}

function nameOf(s: Step, wanted: boolean): Connection {
  const { online, socket, syncWanted, isPolling, socketFailures, socketRetryAtMs } = s.m;
  if (!wanted) return { name: 'idle' };
  if (!online) return { name: 'offline' };
  if (socket?.isReady) return { name: syncWanted || laneOf(s.m, 'sync').isBusy ? 'syncing' : 'connected' };
  if (isPolling) return { name: 'polling' };
  const attempt = socketFailures + 1;
  if (socket) return { name: 'connecting', attempt };
  return { name: 'waiting', attempt, retryAtMs: socketRetryAtMs };
}
