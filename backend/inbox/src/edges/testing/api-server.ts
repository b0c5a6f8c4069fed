import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it reached the server. */
export interface Seen {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Ends the connection instead of answering: the request arrived, its answer is lost. */
  lost?: boolean;
}

export interface ApiServer {
  base: string;
  seen: Seen[];
  /** Decides what the next requests are answered with. */
  answer: (seen: Seen) => Reply | Promise<Reply>;
  close(): Promise<void>;
}

/** A real HTTP server on a port of its own, whose answers a test decides. */
export async function startApiServer(answer: ApiServer['answer']): Promise<ApiServer> {
  const api: ApiServer = { base: '', seen: [], answer, close: () => Promise.resolve() };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const seen: Seen = {
      method: request.method ?? '',
      url: new URL(request.url ?? '', 'http://inbox.test'),
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    api.seen.push(seen);
    const reply = await api.answer(seen);
    if (reply.lost) {
      request.socket.destroy();
      return;
    }
    const type = reply.status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
    response.end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  api.close = () => closed(server);
  return api;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

export function problem(status: number, code: string, over: object = {}): Reply {
  return {
    status,
    body: { type: 'about:blank', title: code, status, code, detail: `${code}.`, traceId: 'abc', ...over },
  };
}
