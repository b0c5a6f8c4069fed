import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Cable, startWire, type Wire } from './wire.ts';

let server: Server;
let sockets: WebSocketServer;
let wire: Wire;
let cable: Cable;
let written: string[];

beforeEach(async () => {
  written = [];
  server = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    if (incoming.method === 'POST') written.push(body);
    outgoing.end(`heard ${body}`);
  });
  sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`heard ${String(data)}`)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  wire = await startWire(() => (server.address() as AddressInfo).port);
  cable = wire.visitors;
});

afterEach(async () => {
  await wire.close();
  for (const socket of sockets.clients) socket.terminate();
  server.closeAllConnections();
  server.close();
});

/** The answer's body, or the code of the failure. */
async function post(body: string, path = '/messages'): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(wire.origin + path, { method: 'POST', agent: false }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += String(chunk);
      resolve(text);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
    sent.end(body);
  });
}

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(wire.origin.replace('http', 'ws'));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

async function say(socket: WebSocket, text: string): Promise<string> {
  socket.send(text);
  const [data] = await once(socket, 'message');
  return String(data);
}

it('passes requests and frames, and counts them', async () => {
  expect(await post('hello')).toBe('heard hello');
  const socket = await open();
  expect(await say(socket, 'hello')).toBe('heard hello');
  expect(cable.requests).toEqual(['POST /messages HTTP/1.1', 'GET / HTTP/1.1']);
  expect(cable.socketCount).toBe(1);
  socket.close();
  await once(socket, 'close');
  await expect.poll(() => cable.socketCount).toBe(0);
});

it('breaks everything while cut, and nothing after', async () => {
  const socket = await open();
  cable.cut();
  await once(socket, 'close');
  expect(await post('lost')).toBe('ECONNRESET');
  cable.restore();
  expect(await post('found')).toBe('heard found');
  expect(written).toEqual(['found']);
});

it('blocks sockets and lets requests pass', async () => {
  cable.blockSockets();
  const socket = new WebSocket(wire.origin.replace('http', 'ws'));
  await once(socket, 'error');
  expect(await post('hello')).toBe('heard hello');
  cable.restore();
  expect(await say(await open(), 'hello')).toBe('heard hello');
});

it('freezes what the server says on open sockets, and nobody is told', async () => {
  const frozen = await open();
  const [atServer] = [...sockets.clients];
  let isTold = false;
  frozen.on('close', () => {
    isTold = true;
  });
  frozen.on('message', () => {
    isTold = true;
  });
  cable.freezeSockets('down');
  const heard = once(atServer!, 'message');
  frozen.send('anybody?');
  await heard;
  expect(await say(await open(), 'hello')).toBe('heard hello');
  atServer!.terminate();
  expect(await post('hello')).toBe('heard hello');
  expect(isTold).toBe(false);
});

it('loses answers to what was done', async () => {
  cable.loseAnswers('/messages', 2);
  expect(await post('one')).toBe('ECONNRESET');
  expect(await post('two')).toBe('ECONNRESET');
  expect(await post('three')).toBe('heard three');
  expect(written).toEqual(['one', 'two', 'three']);
});

it('takes its time, each way, and keeps the order', async () => {
  const socket = await open();
  cable.delay(30);
  const startedAt = performance.now();
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  for (const text of ['1', '2', '3']) socket.send(text);
  await expect.poll(() => heard).toEqual(['heard 1', 'heard 2', 'heard 3']);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(60);
});

it('has a cable for agents, told by what they ask for', async () => {
  cable.cut();
  expect(await post('hello', '/v1/agent/sign-in')).toBe('heard hello');
  expect(await post('hello', '/v1/agents')).toBe('ECONNRESET');
  cable.restore();
  wire.agents.cut();
  expect(await post('hello', '/inbox/')).toBe('ECONNRESET');
  expect(await post('hello')).toBe('heard hello');
});
