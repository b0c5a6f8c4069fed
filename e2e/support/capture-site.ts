import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A site with a page of one's own making, and on the same origin a backend like a widget's: HTTP and WebSocket. */
export interface CaptureSite {
  readonly origin: string;
  /** What `/` answers with, from now on. */
  serve(html: string, headers?: Record<string, string>): void;
  /** Paths that were asked for, oldest first. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export const siteWidgetId = 'wgt_site';

/** Sends what a page asks for: `flood:<count>` that many frames, `close:<code>` an end, everything else itself. */
function answerFrame(socket: WebSocket, data: Buffer, isBinary: boolean): void {
  const [, what, number] = /^(flood|close):(\d+)$/.exec(data.toString()) ?? [];
  if (what === 'close') socket.close(Number(number), 'as asked');
  else if (what === 'flood') {
    for (let n = 1; n <= Number(number); n++) socket.send(JSON.stringify({ type: 'event', n }));
  } else socket.send(data, { binary: isBinary });
}

function answerRequest(path: string, response: ServerResponse): void {
  const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  if (path.includes('/missing')) response.writeHead(404, json).end('{"code":"not_found"}');
  else if (path.includes('/huge')) response.writeHead(200, json).end(JSON.stringify('x'.repeat(300_000)));
  else if (path.includes('/cut')) response.destroy();
  else if (path.includes('/stream')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
  } else response.writeHead(200, json).end('{"ok":true}');
}

export async function startCaptureSite(): Promise<CaptureSite> {
  let page = { html: '', headers: {} };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    request.resume();
    if (/^\/(v1|other)\//.test(path)) answerRequest(path, response);
    else response.writeHead(200, { 'content-type': 'text/html', ...page.headers }).end(page.html);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer, isBinary) => answerFrame(socket, data, isBinary));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    serve(html, headers = {}) {
      page = { html, headers };
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * A script that puts on the page what a widget puts there (docs/developer-tools.md), with `tell(event)` to record
 * something. `base`: an expression for where its backend is.
 */
export const widgetScript = (base = "location.origin + '/'") => `
  (() => {
    const events = [], listeners = new Set();
    const traceId = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
    const names = ['companyId', 'deviceId', 'contactId', 'conversationId', 'sessionId', 'status', 'lastMessageId', 'unreadCount'];
    const fields = { traceId, widgetId: '${siteWidgetId}', ...Object.fromEntries(names.map((name) => [name, null])) };
    const born = performance.now();
    window.tell = (event) => {
      const told = { witness: 'widget', seq: events.length + 1, t: performance.now() - born, wall: Date.now(), span: null, fields, ...event };
      events.push(told);
      for (const listener of listeners) listener(told);
    };
    tell({ kind: 'load', build: 'hilo-widget-testtest', url: location.href, navigation: 'navigate', language: 'en', userAgent: 'test', viewport: { width: 1, height: 1 }, visible: true, online: true, persistent: true });
    const base = ${base};
    window.widget = { version: 1, widgetId: '${siteWidgetId}', traceId, build: 'hilo-widget-testtest', base,
      recorder: { events: () => [...events], dropped: () => ({ count: 0, bytes: 0 }), subscribe: (l) => (listeners.add(l), () => listeners.delete(l)) },
      model: () => ({ name: 'model', traceId }), blob: async (choice) => ({ choice }) };
    (globalThis[Symbol.for('hilo.devtools')] ??= []).push(window.widget);
    window.api = base + 'v1/widgets/${siteWidgetId}/';
    window.socketUrl = base.replace(/^http/, 'ws') + 'ws/${siteWidgetId}';
  })();`;
