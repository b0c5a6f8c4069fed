import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { createLink, type Link } from './wire-link.ts';

/** Who is at the browsers' end of a connection; told by the first address it asks for. */
export type Side = 'visitors' | 'agents';

/** A real TCP proxy between browsers and server. Visitors and agents have a cable each that a test can pull. */
export interface Wire extends Record<Side, Cable> {
  /** What browsers are told is the server. */
  readonly origin: string;
  close(): Promise<void>;
}

export interface Cable {
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
  /** Request lines that came, such as `POST /v1/… HTTP/1.1`, oldest first; of WebSockets too. */
  readonly requests: readonly string[];
  /** WebSockets that are open. */
  readonly socketCount: number;
}

/** What a test has done to a cable; one for all its links, so that a change holds for open ones too. */
export interface CableState {
  isCut: boolean;
  delayMs: number;
  areSocketsBlocked: boolean;
  losing: { pathPart: string; count: number } | null;
  requests: string[];
}

const agentsPaths = /^\w+ \/(?:inbox|v1\/agent|ws\/agent)(?:[/? ]|$)/;

/** `targetPort` is asked for each connection: a restarted server may be elsewhere. */
export async function startWire(targetPort: () => number): Promise<Wire> {
  const links = new Set<Link>();
  const states = { visitors: createState(), agents: createState() };
  const sideOf = (requestLine: string) => (agentsPaths.test(requestLine) ? states.agents : states.visitors);
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: targetPort(), host: '127.0.0.1', allowHalfOpen: true });
    links.add(createLink(client, upstream, sideOf, (link) => links.delete(link)));
  });
  const { port } = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    visitors: createCable(states.visitors, links),
    agents: createCable(states.agents, links),
    close: async () => {
      for (const link of [...links]) link.break();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createState(): CableState {
  return { isCut: false, delayMs: 0, areSocketsBlocked: false, losing: null, requests: [] };
}

function createCable(state: CableState, links: ReadonlySet<Link>): Cable {
  const own = () => [...links].filter((link) => link.cable === state);
  const sockets = () => own().filter((link) => link.isWebSocket);
  const breakAll = (which: readonly Link[]) => {
    for (const link of which) link.break();
  };
  return {
    cut: () => {
      state.isCut = true;
      breakAll(own());
    },
    blockSockets: () => {
      state.areSocketsBlocked = true;
      breakAll(sockets());
    },
    dropSockets: () => breakAll(sockets()),
    freezeSockets: (direction) => {
      for (const link of sockets()) link.freeze(direction);
    },
    delay: (ms) => {
      state.delayMs = ms;
    },
    loseAnswers: (pathPart, count) => {
      state.losing = { pathPart, count };
    },
    restore: () => {
      Object.assign(state, { isCut: false, delayMs: 0, areSocketsBlocked: false, losing: null });
    },
    requests: state.requests,
    get socketCount() {
      return sockets().length;
    },
  };
}

async function listen(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address() as AddressInfo;
}
