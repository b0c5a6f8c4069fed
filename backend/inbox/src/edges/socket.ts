import { closeCodes } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { AgentClientFrame, AgentServerFrame } from '@hilo/shared/protocol/frames.ts';
import { backoffMs } from '../model/backoff.ts';
import type { Connection } from '../model/state.ts';
import type { Tracer } from './tracer.ts';

export interface SocketPorts {
  open(): WebSocket;
  token: string;
  tracer: Tracer;
  isOnline(): boolean;
  onState(state: Connection): void;
  /** The server took us; `serverTime` in milliseconds. Whatever was missed is now to be pulled. */
  onReady(serverTime: number): void;
  onFrame(frame: AgentServerFrame): void;
  onUnauthorized(): void;
}

type Outgoing<Frame = AgentClientFrame> = Frame extends unknown ? Omit<Frame, 'traceparent'> : never;

/**
 * Keeps one socket to the server alive. An open socket proves nothing: each side pings, and one that does not answer
 * in time is left at once, without waiting for its close event.
 */
export class InboxSocket {
  #ports: SocketPorts;
  #socket: WebSocket | null = null;
  #ready = false;
  #everReady = false;
  #failures = 0;
  #pings = 0;
  #stopped = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: SocketPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#leave(closeCodes.idle.code);
  }

  /** Sends, or not: what matters travels over HTTP. */
  send(frame: Outgoing): void {
    if (this.#ready) this.#write(frame);
  }

  /** Something may have happened to the connection (visible again, online, clock jump): finds out now. */
  probe(): void {
    if (this.#stopped) return;
    if (this.#ready) this.#ping();
    else if (!this.#socket) this.#connect();
  }

  /** The browser says that there is no network. */
  offline(): void {
    if (!this.#stopped) this.#fail();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    if (this.#stopped) return;
    if (this.#failures === 0) this.#ports.onState({ name: 'connecting' });
    const socket = this.#ports.open();
    this.#socket = socket;
    this.#expect(limits.heartbeatTimeoutMs);
    const { token } = this.#ports;
    socket.onopen = () => this.#write({ type: 'hello', token, reconnect: this.#everReady });
    socket.onmessage = (event) => this.#read(socket, String(event.data));
    socket.onclose = (event) => this.#closed(socket, event.code);
  }

  #read(socket: WebSocket, text: string): void {
    if (socket !== this.#socket) return;
    const frame = parseFrame(text);
    if (!frame) this.#fail();
    else if (frame.type === 'ping') this.#write({ type: 'pong', n: frame.n });
    else if (frame.type === 'pong') clearTimeout(this.#deadline);
    else if (frame.type === 'ready') this.#becomeReady(frame.serverTime);
    else this.#ports.onFrame(frame);
  }

  #becomeReady(serverTime: number): void {
    clearTimeout(this.#deadline);
    this.#ready = true;
    this.#everReady = true;
    this.#failures = 0;
    this.#ports.onState({ name: 'live' });
    this.#ports.onReady(serverTime);
    this.#beat();
  }

  #beat(): void {
    clearTimeout(this.#heartbeat);
    this.#heartbeat = setTimeout(() => {
      this.#ping();
      this.#beat();
    }, limits.heartbeatIntervalMs);
  }

  #ping(): void {
    this.#write({ type: 'ping', n: ++this.#pings });
    this.#expect(limits.heartbeatTimeoutMs);
  }

  #expect(ms: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#fail(), ms);
  }

  #write(frame: Outgoing): void {
    if (this.#socket?.readyState !== 1) return;
    this.#socket.send(JSON.stringify({ ...frame, traceparent: this.#ports.tracer.traceparent() }));
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    if (code === closeCodes.unauthorized.code) {
      this.stop();
      this.#ports.onUnauthorized();
    } else if (Object.values(closeCodes).some((known) => known.code === code && !known.retry)) {
      this.stop();
      this.#ports.onState({ name: 'stopped' });
    } else this.#fail();
  }

  #fail(): void {
    this.#leave(closeCodes.stale.code);
    this.#failures++;
    const delay = backoffMs(this.#failures, Math.random());
    // Also while the browser says offline: it is known to be wrong about that.
    this.#retry = setTimeout(() => this.#connect(), delay);
    this.#ports.onState(
      this.#ports.isOnline()
        ? { name: 'reconnecting', failures: this.#failures, retryAt: Date.now() + delay }
        : { name: 'offline' },
    );
  }

  /** Lets go of the socket first: one that hangs may never say that it closed. */
  #leave(code: number): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = false;
    for (const timer of [this.#retry, this.#deadline, this.#heartbeat]) clearTimeout(timer);
    socket?.close(code);
  }
}

function parseFrame(text: string): AgentServerFrame | undefined {
  try {
    return JSON.parse(text) as AgentServerFrame;
  } catch {
    return undefined;
  }
}
