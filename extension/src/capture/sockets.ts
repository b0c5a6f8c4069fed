import type { Faults } from './faults.ts';
import type { Load } from './loads.ts';
import { apply, construct, dispatch, getterOf, later, listen, patch } from './natives.ts';
import { holdData, originOfFrame } from './payload.ts';
import type { Teller, Tellers } from './tellers.ts';

interface Watched {
  teller: Teller;
  /** A fault ends it: the code that the page is to see, instead of that of an orderly end. */
  cutCode: number | null;
}

const [connecting, opened] = [0, 1];
/** What a browser says of a connection that broke (RFC 6455, section 7.1.5). */
export const lostCode = 1006;
/** `unauthorized` in `shared/src/errors.ts`. */
export const unauthorizedCode = 4003;

/**
 * Hears the sockets of widgets' own backends, both ways. All others are made and used as without it: the constructor
 * stays the browser's own behind a Proxy, and so do its methods.
 */
export function watchSockets(
  tellers: Tellers,
  faults: Faults,
  quietly: (work: () => void) => void,
): { cut(load: Load, code: number): void } {
  const Native = WebSocket;
  const { prototype } = Native;
  const { close } = prototype;
  const urlOf = getterOf<string>(prototype, 'url');
  const stateOf = getterOf<number>(prototype, 'readyState');
  const watched = new WeakMap<object, Watched>();
  /** Those that may still be open, for faults. */
  const living = new Set<WebSocket>();
  /** Copies that a fault made. */
  const copies = new WeakSet<Event>();

  function watch(socket: WebSocket): void {
    const teller = tellers.open(urlOf(socket) ?? '', null, 'sockets');
    if (!teller) return;
    const mine: Watched = { teller, cutCode: null };
    watched.set(socket, mine);
    living.add(socket);
    tellPhase(teller, 'connecting');
    const on = <Heard extends Event>(name: string, handler: (event: Heard) => void) =>
      listen<Heard>(socket, name, (event) => quietly(() => handler(event)));
    on('open', () => {
      tellPhase(teller, 'open');
      if (faults.find(teller.owner()?.load, 'expire_token')) cutOne(socket, mine, unauthorizedCode);
    });
    on('error', () => tellPhase(teller, 'error'));
    on<MessageEvent>('message', (event) => hear(socket, mine, event));
    on<CloseEvent>('close', (event) => end(socket, mine, event));
    const load = teller.owner()?.load;
    // Closed before it is open, it fails as one without a network does.
    if (faults.find(load, 'offline') || faults.find(load, 'cut_socket')) apply(close, socket, []);
  }

  function hear(socket: WebSocket, { teller, cutCode }: Watched, event: MessageEvent): void {
    if (copies.has(event)) return;
    const load = teller.owner()?.load;
    tellFrame(teller, 'in', event.data);
    const isLost = cutCode !== null || faults.find(load, 'drop_frames')?.direction === 'in';
    if (isLost) event.stopImmediatePropagation();
    else if (faults.find(load, 'duplicate_frames')) {
      const copy = new MessageEvent('message', { data: event.data, origin: event.origin });
      copies.add(copy);
      later(() => dispatch(socket, copy), 0);
    }
  }

  function end(socket: WebSocket, mine: Watched, event: CloseEvent): void {
    if (copies.has(event)) return;
    living.delete(socket);
    const { code, reason, wasClean } = event;
    tellPhase(mine.teller, 'closed', { code, reason, wasClean });
    if (mine.cutCode === null) return;
    event.stopImmediatePropagation();
    const copy = new CloseEvent('close', { code: mine.cutCode, reason: '', wasClean: false });
    copies.add(copy);
    // Later, for what the page does then is heard again.
    later(() => dispatch(socket, copy), 0);
  }

  /** What is sent while it connects throws, and while it closes is lost without a word. */
  function tellSend({ teller }: Watched, state: number | undefined, data: unknown): void {
    if (state === opened) {
      tellFrame(teller, 'out', data);
      return;
    }
    const why = state === connecting ? 'not open yet' : 'no longer open';
    teller.tell(() => ({
      kind: 'error',
      where: 'socket',
      message: `A frame was not sent: the socket is ${why}.`,
    }));
  }

  function cutOne(socket: WebSocket, mine: Watched, code: number): void {
    mine.cutCode = code;
    apply(close, socket, []);
  }

  const Patched = new Proxy(Native, {
    construct(target, args, newTarget) {
      const socket = construct(target, args, newTarget) as WebSocket;
      quietly(() => watch(socket));
      return socket;
    },
  });
  prototype.constructor = Patched;
  globalThis.WebSocket = Patched;

  patch(prototype, 'send', (target, self, args) => {
    const mine = watched.get(self as object);
    if (!mine) return apply(target, self, args);
    const load = mine.teller.owner()?.load;
    quietly(() => tellSend(mine, stateOf(self), args[0]));
    if (stateOf(self) === opened && faults.find(load, 'drop_frames')?.direction === 'out') return undefined;
    if (stateOf(self) === opened && faults.find(load, 'duplicate_frames')) apply(target, self, args);
    return apply(target, self, args);
  });

  patch(prototype, 'close', (target, self, args) => {
    const result = apply(target, self, args);
    const mine = watched.get(self as object);
    if (mine) {
      quietly(() =>
        tellPhase(mine.teller, 'closing', { code: typeof args[0] === 'number' ? args[0] : null }),
      );
    }
    return result;
  });

  return {
    cut(load, code) {
      for (const socket of living) {
        const mine = watched.get(socket);
        if (mine && mine.teller.owner()?.load === load) cutOne(socket, mine, code);
      }
    },
  };
}

interface Ending {
  code?: number | null;
  reason?: string | null;
  wasClean?: boolean | null;
}

function tellPhase(
  teller: Teller,
  phase: 'connecting' | 'open' | 'error' | 'closing' | 'closed',
  { code = null, reason = null, wasClean = null }: Ending = {},
): void {
  teller.tell(({ id, path }) => ({
    kind: 'socket',
    socketId: id,
    phase,
    path,
    code,
    reason,
    wasClean,
    reconnect: id > 1,
  }));
}

function tellFrame(teller: Teller, direction: 'in' | 'out', given: unknown): void {
  const { bytes, describe } = holdData(given);
  teller.tell(({ id }) => {
    const data = describe();
    return { kind: 'frame', socketId: id, direction, data, bytes, span: originOfFrame(data).span };
  }, bytes);
}
