import { once } from 'node:events';
import type { AgentServerFrame, VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import { WebSocket } from 'ws';
import { newId, newTraceparent } from './call.ts';
import type { TestServer } from './test-server.ts';

type ServerFrame = VisitorServerFrame | AgentServerFrame;
type FrameOf<Type extends string> = Extract<ServerFrame, { type: Type }>;

export interface TestSocket {
  ws: WebSocket;
  frames: ServerFrame[];
  send(frame: unknown): void;
  /** The next frame of this type that was not waited for before. */
  next<Type extends ServerFrame['type']>(type: Type): Promise<FrameOf<Type>>;
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

export interface OpenOptions {
  origin?: string;
  /** Answer the server's pings. Default true. */
  answerPings?: boolean;
}

/** Where the socket of a visitor's session is. */
export function socketAddress(
  { wsOrigin }: TestServer,
  { widgetId, sessionId }: { widgetId: string; sessionId: string },
): string {
  return `${wsOrigin}/ws/${widgetId}/${sessionId}`;
}

/** A real WebSocket client that remembers what it heard. */
export async function openSocket(address: string, options: OpenOptions = {}): Promise<TestSocket> {
  const socket = createSocket(address, options);
  await Promise.race([
    once(socket.ws, 'open'),
    once(socket.ws, 'error').then(([error]) => Promise.reject(error)),
  ]);
  return socket;
}

function createSocket(address: string, { origin, answerPings = true }: OpenOptions): TestSocket {
  const ws = new WebSocket(address, { origin });
  const frames: ServerFrame[] = [];
  const waiting: { type: string; resolve: (frame: never) => void }[] = [];
  const unseen: ServerFrame[] = [];
  ws.on('message', (data) => {
    const frame = JSON.parse(String(data)) as ServerFrame;
    frames.push(frame);
    if (frame.type === 'ping' && answerPings) send({ ...frame, type: 'pong' });
    const index = waiting.findIndex(({ type }) => type === frame.type);
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(frame as never);
    else unseen.push(frame);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    ws.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  ws.on('error', () => undefined);
  return {
    ws,
    frames,
    send,
    next: (type) => {
      const index = unseen.findIndex((frame) => frame.type === type);
      if (index >= 0) return Promise.resolve(unseen.splice(index, 1)[0] as never);
      return new Promise((resolve) => waiting.push({ type, resolve }));
    },
    closed,
    close: () => ws.close(1000),
  };

  function send(frame: unknown): void {
    ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }
}

export interface VisitorHello {
  token: string;
  deviceId?: string;
  reconnect?: boolean;
  traceparent?: string;
}

export function visitorHello({
  token,
  deviceId = newId(),
  reconnect = false,
  traceparent,
}: VisitorHello): object {
  return { type: 'hello', traceparent: traceparent ?? newTraceparent(), token, deviceId, reconnect };
}

export function agentHello(token: string): object {
  return { type: 'hello', traceparent: newTraceparent(), token, reconnect: false };
}

/** Opens a visitor's socket and waits until it is ready. */
export async function connectVisitor(
  address: string,
  hello: VisitorHello,
): Promise<TestSocket & { ready: FrameOf<'ready'> }> {
  const socket = await openSocket(address);
  socket.send(visitorHello(hello));
  return Object.assign(socket, { ready: await socket.next('ready') });
}

export async function connectAgent(wsOrigin: string, token: string): Promise<TestSocket> {
  const socket = await openSocket(`${wsOrigin}/ws/agent`);
  socket.send(agentHello(token));
  await socket.next('ready');
  return socket;
}
