import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createLink, type Link } from './wire-link.ts';

/** A real TCP proxy between the visitors' browsers and the server, whose cable a test can pull, clog or make longer. */
export interface Wire {
  /** What browsers are told is the server. */
  readonly origin: string;
  /** Breaks every connection and every new one, until `restore`. */
  cut(): void;
  /** Breaks the WebSockets and refuses new ones, until `restore`: what a proxy that knows only HTTP does. */
  blockSockets(): void;
  /** Breaks the WebSockets that are open now. */
  dropSockets(): void;
  /**
   * The WebSockets that are open now never pass anything again and never close, as after a router forgot them:
   * `down` is what the server sends, `both` is all.
   */
  freezeSockets(direction: 'down' | 'both'): void;
  /** Every byte travels this long, each way, in order. */
  delay(ms: number): void;
  /** The server's answers to the next `count` POSTs of a path are lost with their connections: done, and nobody heard. */
  loseAnswers(pathPart: string, count: number): void;
  /** Takes back everything but what is frozen. */
  restore(): void;
  /** Request lines that passed, such as `POST /v1/… HTTP/1.1`, oldest first; of WebSockets too. */
  readonly requests: readonly string[];
  /** WebSockets that are open. */
  readonly socketCount: number;
  close(): Promise<void>;
}

/** What a test has done to the cable; one for all links, so that a change holds for open ones too. */
export interface WireState {
  delayMs: number;
  areSocketsBlocked: boolean;
  losing: { pathPart: string; count: number } | null;
  requests: string[];
}

/** `targetPort` is asked for each connection: a restarted server may be elsewhere. */
export async function startWire(targetPort: () => number): Promise<Wire> {
  const links = new Set<Link>();
  const state: WireState = { delayMs: 0, areSocketsBlocked: false, losing: null, requests: [] };
  let isCut = false;
  const take = (client: Socket) => {
    if (isCut) return void client.resetAndDestroy();
    const upstream = connect({ port: targetPort(), host: '127.0.0.1', allowHalfOpen: true });
    const link = createLink(client, upstream, state, () => links.delete(link));
    links.add(link);
  };
  const server = createServer({ allowHalfOpen: true }, take);
  const { port } = await listen(server);
  const breakAll = (which: (link: Link) => boolean) => {
    for (const link of [...links]) if (which(link)) link.break();
  };
  const isSocket = (link: Link) => link.isWebSocket;
  return {
    origin: `http://127.0.0.1:${port}`,
    cut: () => {
      isCut = true;
      breakAll(() => true);
    },
    blockSockets: () => {
      state.areSocketsBlocked = true;
      breakAll(isSocket);
    },
    dropSockets: () => breakAll(isSocket),
    freezeSockets: (direction) => {
      for (const link of links) if (link.isWebSocket) link.freeze(direction);
    },
    delay: (ms) => {
      state.delayMs = ms;
    },
    loseAnswers: (pathPart, count) => {
      state.losing = { pathPart, count };
    },
    restore: () => {
      isCut = false;
      Object.assign(state, { delayMs: 0, areSocketsBlocked: false, losing: null });
    },
    requests: state.requests,
    get socketCount() {
      return [...links].filter(isSocket).length;
    },
    close: async () => {
      isCut = true;
      breakAll(() => true);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address() as AddressInfo;
}
