import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WidgetFiles } from '../../backend/src/cli/replay/widget-files.ts';
import type { ScriptedCompany } from './scripted-company.ts';

/**
 * One site with a widget per session, and behind each the protocol's meaning in memory: what random sessions are
 * recorded against. What the real server does has tests of its own. All of a session is below `/<widgetId>/`.
 */
export interface ScriptedSite {
  readonly origin: string;
  add(company: ScriptedCompany): void;
  remove(company: ScriptedCompany): void;
  close(): Promise<void>;
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'retry-after',
};

export async function startScriptedSite(files: WidgetFiles, loader: string): Promise<ScriptedSite> {
  const companies = new Map<string, ScriptedCompany>();
  const server = createServer((request, response) => {
    serve(request, response, files, loader, companies).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    const [, widgetId = '', kind] = (request.url ?? '').split('/');
    const company = kind === 'ws' ? companies.get(widgetId) : undefined;
    if (company) company.upgrade(request, socket, head);
    else socket.destroy();
  });
  await listen(server);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (company) => void companies.set(company.widgetId, company),
    remove: (company) => void companies.delete(company.widgetId),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  files: WidgetFiles,
  loader: string,
  companies: ReadonlyMap<string, ScriptedCompany>,
): Promise<void> {
  const [, widgetId = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(request.url ?? '') ?? [];
  const company = companies.get(widgetId);
  const url = new URL(rest, 'http://site');
  const name = url.pathname.slice(1);
  const words = files.words.get(name);
  const script = name === 'hilo.js' ? loader : files.scripts.get(name);
  if (script !== undefined || words !== undefined) {
    const isLater = words !== undefined || /^hilo-(more|tools)/.test(name);
    if (isLater && !(await company?.bringsFile(name))) {
      response.destroy();
      return;
    }
    const contentType = words === undefined ? 'text/javascript' : 'application/json';
    response.writeHead(200, { 'content-type': contentType, ...cors }).end(script ?? words);
    return;
  }
  if (request.method === 'OPTIONS') {
    response.writeHead(204, cors).end();
    return;
  }
  if (company && name.startsWith('v1/')) {
    await company.answer(request, url, response, cors);
    return;
  }
  const page = '<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1></body></html>';
  response.writeHead(200, { 'content-type': 'text/html' }).end(page);
}
