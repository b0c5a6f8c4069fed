import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeCodes, type ErrorCode } from '@hilo/shared/errors.ts';
import type { VisitorClientFrame } from '@hilo/shared/protocol/frames.ts';
import type { VisitorRouteName } from '@hilo/shared/protocol/routes.ts';
import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { visitorRoutes } from '@hilo/shared/protocol/visitor-routes.ts';
import { type ModelEvent, ModelServer } from '@hilo/shared/testing/model-server.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Chance } from './chance.ts';

interface Heard {
  socket: WebSocket;
  /** In its address; null where it names none. */
  sessionId: string | null;
  token: string;
  contactId: string;
}

/** How often each thing goes wrong, 0 to 1. */
export interface Trouble {
  /** Refused with 503 before anything is done. */
  refused: number;
  /** Done, but the answer is lost. */
  lost: number;
  /** A frame that never arrives. */
  unheard: number;
  /** A file of the widget's own that does not arrive. */
  filesLost: number;
}

export const noTrouble: Trouble = { refused: 0, lost: 0, unheard: 0, filesLost: 0 };

/** What is asked of a company once, and answered or not. */
const refusable = /^(startSession|sendMessage|prechat|identify|answerSurvey|listMessages|getConversation)$/;

/** The server of one widget, with delays and troubles from a seed. */
export class ScriptedCompany {
  readonly widgetId: string;
  readonly model: ModelServer;
  trouble = noTrouble;
  /** Files of the widget's own come no later than this. */
  filesLateMs = 0;
  /** As behind a proxy that lets no WebSocket through. */
  isDeaf = false;
  private readonly sockets = new Set<Heard>();
  private readonly webSockets = new WebSocketServer({ noServer: true });
  private readonly chance: Chance;

  constructor(config: WidgetConfig, chance: Chance) {
    this.widgetId = config.widgetId;
    this.chance = chance;
    this.model = new ModelServer(config, chance.next);
  }

  async answer(
    request: IncomingMessage,
    url: URL,
    response: ServerResponse,
    headers: Record<string, string>,
  ): Promise<void> {
    const text = await textOf(request);
    await wait(this.chance.between(0, 25));
    const asked = modelRequest(request, url, text);
    if (this.chance.is(this.trouble.refused)) {
      this.refuse(asked.route, response, headers);
      return;
    }
    const { outcome, events } = this.model.handle(asked, Date.now());
    this.publish(events);
    if (this.chance.is(this.trouble.lost)) {
      response.destroy();
      return;
    }
    if (outcome.ok) send(response, 200, headers, outcome.answer);
    else {
      const { code, conversationId, missing } = outcome;
      const status = this.model.statusOf(code);
      send(response, status, headers, { ...problem(code, status), conversationId, missing });
    }
  }

  /** For now, mostly; sometimes for having asked too often, or for good. */
  private refuse(route: VisitorRouteName, response: ServerResponse, headers: Record<string, string>): void {
    const kind = this.chance.next();
    if (kind < 0.15) send(response, 429, { ...headers, 'retry-after': '1' }, problem('rate_limited', 429));
    else if (kind < 0.4 && refusable.test(route))
      send(response, 400, headers, problem('invalid_request', 400));
    else send(response, 503, headers, problem('unavailable', 503));
  }

  /** Whether a file of the widget's own arrives, when it has had its time. */
  bringsFile = async (_name: string): Promise<boolean> => {
    await wait(this.chance.between(0, this.filesLateMs));
    return !this.chance.is(this.trouble.filesLost);
  };

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.isDeaf) {
      socket.destroy();
      return;
    }
    this.webSockets.handleUpgrade(request, socket, head, (opened) => {
      const sessionId = /\/ws\/[^/?]+\/([0-9a-f-]{36})/.exec(request.url ?? '')?.[1] ?? null;
      const heard: Heard = { socket: opened, sessionId, token: '', contactId: '' };
      opened.on('message', (data) => this.hear(heard, JSON.parse(String(data)) as VisitorClientFrame));
      opened.on('close', () => this.sockets.delete(heard));
      opened.on('error', () => undefined);
    });
  }

  agent(act: (store: ModelServer['store']) => void): void {
    this.publish(this.model.agent(Date.now(), act));
  }

  typing(conversationId: string, contactId: string): void {
    for (const heard of this.sockets) {
      if (heard.contactId !== contactId) continue;
      tell(heard, { type: 'typing', conversationId, agentName: 'Marta', typing: true });
    }
  }

  /** As when a proxy restarts. */
  dropSockets(): void {
    for (const { socket } of this.sockets) socket.terminate();
  }

  close(): void {
    this.dropSockets();
    this.webSockets.close();
  }

  private hear(heard: Heard, frame: VisitorClientFrame): void {
    if (frame.type === 'ping') tell(heard, { type: 'pong', n: frame.n });
    if (frame.type !== 'hello') return;
    const contact = this.model.findSocketContact(frame.token);
    if (!contact) {
      heard.socket.close(closeCodes.unauthorized.code);
      return;
    }
    heard.token = frame.token;
    heard.contactId = contact.contactId;
    this.sockets.add(heard);
    const { contactId, version } = contact;
    const session = this.sessionOf(heard, frame.deviceId);
    const { traceparent } = frame;
    tell(heard, { type: 'ready', traceparent, contactId, version, session, serverTime: Date.now() });
  }

  private sessionOf({ sessionId, contactId }: Heard, deviceId: string) {
    const { store } = this.model;
    for (const [conversationId, kept] of store.conversations) {
      if (kept.contactId === contactId && store.sessionId(conversationId, deviceId) === sessionId)
        return { sessionId, conversationId };
    }
    return null;
  }

  private publish(events: readonly ModelEvent[]): void {
    for (const event of events) {
      for (const heard of this.sockets) this.publishTo(heard, event);
    }
  }

  private publishTo(heard: Heard, event: ModelEvent): void {
    if (event.kind === 'tokens_revoked') {
      if (event.tokens.includes(heard.token)) heard.socket.close(closeCodes.identity_changed.code);
      return;
    }
    const isTheirs = event.changes.contactId === heard.contactId;
    if (!isTheirs || this.chance.is(this.trouble.unheard)) return;
    const changes = structuredClone(event.changes);
    setTimeout(() => tell(heard, { type: 'event', changes }), this.chance.between(0, 20));
  }
}

const serverSpan = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';

function tell({ socket }: Heard, frame: object): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ traceparent: serverSpan, ...frame }));
}

function modelRequest(request: IncomingMessage, url: URL, text: string) {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  const [route, id] = routeOf(request.method ?? 'GET', url.pathname);
  const query = Object.fromEntries(url.searchParams);
  return { route, token, id, query, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

function routeOf(method: string, path: string): [route: VisitorRouteName, id: string] {
  const parts = path.split('/');
  for (const [name, route] of Object.entries(visitorRoutes)) {
    const pattern = route.path.split('/');
    const fits =
      pattern.length === parts.length && pattern.every((part, i) => part[0] === ':' || part === parts[i]);
    if (fits && route.method === method) return [name as VisitorRouteName, parts[5] ?? ''];
  }
  throw new Error(`the widget asked for ${method} ${path}, which is no route`);
}

function problem(code: ErrorCode, status: number) {
  return { type: 'about:blank', title: code, status, code, detail: 'as scripted', traceId: null };
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: unknown,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
