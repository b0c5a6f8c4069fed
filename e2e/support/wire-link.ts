import type { Socket } from 'node:net';
import type { WireState } from './wire.ts';

/** One browser's connection and the one behind it. */
export interface Link {
  readonly isWebSocket: boolean;
  freeze(direction: 'down' | 'both'): void;
  /** Both ends see a reset. */
  break(): void;
}

const requestLine = /^(?:GET|POST|OPTIONS|HEAD|PUT|DELETE) \S+ HTTP\/1\.1(?=\r\n)/;
const upgradeHeader = /\r\nupgrade: websocket\r\n/i;

/** Joins the two sockets. What a request is, is read where its first bytes begin a chunk, which is how browsers write. */
export function createLink(client: Socket, upstream: Socket, wire: WireState, onEnd: () => void): Link {
  let isWebSocket = false;
  /** The answer to come is one to lose. */
  let isDoomed = false;
  const frozen = { up: false, down: false };

  const breakBoth = () => {
    client.resetAndDestroy();
    upstream.resetAndDestroy();
    onEnd();
  };

  /** False where the connection is not to live. */
  const readRequest = (chunk: Buffer): boolean => {
    const head = chunk.toString('latin1');
    const line = requestLine.exec(head)?.[0];
    if (line === undefined) return true;
    wire.requests.push(line);
    if (upgradeHeader.test(head)) {
      isWebSocket = true;
      return !wire.areSocketsBlocked;
    }
    const { losing } = wire;
    if (losing && losing.count > 0 && line.startsWith('POST ') && line.includes(losing.pathPart)) {
      losing.count -= 1;
      isDoomed = true;
    }
    return true;
  };

  carry(client, upstream, wire, {
    admit: (chunk) => (isWebSocket || readRequest(chunk) ? 'pass' : 'break'),
    isFrozen: () => frozen.up,
    breakBoth,
  });
  carry(upstream, client, wire, {
    admit: () => (isDoomed ? 'break' : 'pass'),
    isFrozen: () => frozen.down,
    breakBoth,
  });
  client.on('close', () => {
    upstream.destroy();
    onEnd();
  });
  // What is frozen never learns that the other end has gone.
  upstream.on('close', () => !frozen.down && client.destroy());
  return {
    get isWebSocket() {
      return isWebSocket;
    },
    freeze: (direction) => {
      frozen.down = true;
      if (direction === 'both') frozen.up = true;
    },
    break: breakBoth,
  };
}

interface Judge {
  admit(chunk: Buffer): 'pass' | 'break';
  isFrozen(): boolean;
  breakBoth(): void;
}

/** Passes bytes on in order, each after the delay that held when it came. */
function carry(from: Socket, to: Socket, wire: WireState, judge: Judge): void {
  let queue: Promise<void> = Promise.resolve();
  const then = (what: () => void) => {
    const dueAt = performance.now() + wire.delayMs;
    queue = queue.then(() => sleepUntil(dueAt)).then(what);
  };
  from.on('data', (chunk: Buffer) => {
    if (judge.admit(chunk) === 'break') return judge.breakBoth();
    then(() => {
      if (!judge.isFrozen() && to.writable) to.write(chunk);
    });
  });
  from.on('end', () => then(() => !judge.isFrozen() && to.end()));
  from.on('error', () => undefined);
}

async function sleepUntil(dueAt: number): Promise<void> {
  const ms = dueAt - performance.now();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
