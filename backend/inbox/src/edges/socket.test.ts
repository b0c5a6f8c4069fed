import type { AddressInfo } from 'node:net';
import { closeCodes } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { AgentClientFrame, AgentServerFrame } from '@hilo/shared/protocol/frames.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer, WebSocket as WsClient } from 'ws';
import type { Connection } from '../model/state.ts';
import { InboxSocket } from './socket.ts';
import { createTracer } from './tracer.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let server: WebSocketServer;
let heard: AgentClientFrame[];
let sockets: ServerSocket[];
let states: Connection[];
let frames: AgentServerFrame[];
let ready: number;
let unauthorized: number;
let inbox: InboxSocket;
/** What the server does with a frame; by default it takes whoever says hello, and answers pings. */
let onFrame: (socket: ServerSocket, frame: AgentClientFrame) => void;

function tell(socket: ServerSocket, frame: object): void {
  socket.send(JSON.stringify({ traceparent, ...frame }));
}

function behave(socket: ServerSocket, frame: AgentClientFrame): void {
  if (frame.type === 'hello') tell(socket, { type: 'ready', serverTime: 1_000 });
  if (frame.type === 'ping') tell(socket, { type: 'pong', n: frame.n });
}

/** The same interface as the browser's, on a real connection; an error that nobody listens for is no crash there. */
function connect(address: string): WebSocket {
  const client = new WsClient(address);
  client.on('error', () => {});
  return client as unknown as WebSocket;
}

beforeEach(async () => {
  heard = [];
  sockets = [];
  states = [];
  frames = [];
  ready = 0;
  unauthorized = 0;
  onFrame = behave;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as AgentClientFrame;
      heard.push(frame);
      onFrame(socket, frame);
    });
  });
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/agent`;
  inbox = new InboxSocket({
    open: () => connect(address),
    token: 'secret',
    tracer: createTracer(),
    isOnline: () => true,
    onState: (state) => states.push(state),
    onReady: () => ready++,
    onFrame: (frame) => frames.push(frame),
    onUnauthorized: () => unauthorized++,
  });
});

afterEach(async () => {
  vi.useRealTimers();
  inbox.stop();
  for (const socket of sockets) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

const isReady = (times: number) => vi.waitFor(() => expect(ready).toBe(times), { timeout: 5_000 });

describe('the inbox’s socket', () => {
  it('says hello with the token in the first frame, never in the address [H8]', async () => {
    let url: string | undefined;
    server.on('connection', (_, request) => {
      url = request.url;
    });
    inbox.start();
    await isReady(1);
    expect(heard[0]).toMatchObject({ type: 'hello', token: 'secret', reconnect: false });
    expect(url).toBe('/ws/agent');
    expect(states.map((state) => state.name)).toEqual(['connecting', 'live']);
  });

  it('answers the server’s pings with the same number', async () => {
    inbox.start();
    await isReady(1);
    tell(sockets[0]!, { type: 'ping', n: 42 });
    await vi.waitFor(() => expect(heard).toContainEqual(expect.objectContaining({ type: 'pong', n: 42 })));
  });

  it('comes back by itself when it was cut, and says that it was there before [B9][R2.E]', async () => {
    inbox.start();
    await isReady(1);
    sockets[0]!.terminate();
    await isReady(2);
    expect(states.map((state) => state.name)).toEqual(['connecting', 'live', 'reconnecting', 'live']);
    expect(heard.filter((frame) => frame.type === 'hello').map((frame) => frame.reconnect)).toEqual([
      false,
      true,
    ]);
  });

  it('leaves a socket that is open but answers no more, without waiting for its close event [B4][B5]', async () => {
    inbox.start();
    await isReady(1);
    onFrame = (socket, frame) => frame.type === 'hello' && behave(socket, frame);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    inbox.probe();
    await vi.advanceTimersByTimeAsync(limits.heartbeatTimeoutMs + 1);
    expect(states.at(-1)?.name).toBe('reconnecting');
    vi.useRealTimers();
  });

  it('stays with one that answers its probe', async () => {
    inbox.start();
    await isReady(1);
    inbox.probe();
    await vi.waitFor(() => expect(heard.some((frame) => frame.type === 'ping')).toBe(true));
    tell(sockets[0]!, { type: 'changed', change: {} });
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    expect(states.at(-1)?.name).toBe('live');
    expect(sockets).toHaveLength(1);
  });

  it('gives up on a server that never says ready', async () => {
    onFrame = () => {};
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    inbox.start();
    await vi.advanceTimersByTimeAsync(limits.heartbeatTimeoutMs + 1);
    expect(states.at(-1)?.name).toBe('reconnecting');
    vi.useRealTimers();
  });

  it('does not come back when the token is refused: it asks for a sign-in', async () => {
    onFrame = (socket) => socket.close(closeCodes.unauthorized.code);
    inbox.start();
    await vi.waitFor(() => expect(unauthorized).toBe(1));
    expect(sockets).toHaveLength(1);
  });

  it('stops where the server says that trying again is no use', async () => {
    onFrame = (socket) => socket.close(closeCodes.bad_frame.code);
    inbox.start();
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ name: 'stopped' }));
  });

  it('comes back after a server that drains', async () => {
    inbox.start();
    await isReady(1);
    sockets[0]!.close(closeCodes.draining.code);
    await isReady(2);
  });

  it('ignores what an old socket still says', async () => {
    inbox.start();
    await isReady(1);
    const old = sockets[0]!;
    inbox.offline();
    tell(old, { type: 'changed', change: {} });
    await isReady(2);
    expect(frames).toEqual([]);
  });
});
