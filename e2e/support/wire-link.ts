import type { Socket } from 'node:net';
import type { CableState } from './wire.ts';

/** One browser's connection and the one behind it. */
export interface Link {
  /** Undefined until the first request says whose it is. */
  readonly cable: CableState | undefined;
  readonly isWebSocket: boolean;
  freeze(direction: 'down' | 'both'): void;
  /** Both ends see a reset. */
  break(): void;
}

const requestLine = /^(?:GET|POST|OPTIONS|HEAD|PUT|DELETE) \S+ HTTP\/1\.1(?=\r\n)/;
const upgradeHeader = /\r\nupgrade: websocket\r\n/i;

/** Joins the two sockets. A request is recognised where its first bytes begin a chunk, which is how browsers write. */
export function createLink(
  client: Socket,
  upstream: Socket,
  cableOf: (requestLine: string) => CableState,
  onEnd: (link: Link) => void,
): Link {
  let cable: CableState | undefined;
  let isWebSocket = false;
  /** The answer to come is one to lose. */
  let isDoomed = false;
  const frozen = { up: false, down: false };
  const link: Link = {
    get cable() {
      return cable;
    },
    get isWebSocket() {
      return isWebSocket;
    },
    freeze: (direction) => {
      frozen.down = true;
      if (direction === 'both') frozen.up = true;
    },
    break: () => {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
      onEnd(link);
    },
  };

  /** False where the connection is not to live. */
  const admitUp = (chunk: Buffer): boolean => {
    if (isWebSocket) return true;
    const head = chunk.toString('latin1');
    const line = requestLine.exec(head)?.[0];
    if (line === undefined) return true;
    cable ??= cableOf(line);
    cable.requests.push(line);
    if (cable.isCut) return false;
    if (upgradeHeader.test(head)) {
      isWebSocket = true;
      return !cable.areSocketsBlocked;
    }
    const { losing } = cable;
    if (losing && losing.count > 0 && line.startsWith('POST ') && line.includes(losing.pathPart)) {
      losing.count -= 1;
      isDoomed = true;
    }
    return true;
  };

  carry(client, upstream, link, () => frozen.up, admitUp);
  carry(
    upstream,
    client,
    link,
    () => frozen.down,
    () => !isDoomed,
  );
  client.on('close', () => {
    upstream.destroy();
    onEnd(link);
  });
  // What is frozen never learns that the other end has gone.
  upstream.on('close', () => !frozen.down && client.destroy());
  return link;
}

/** Passes bytes on in order, each after the delay that held when it came. */
function carry(
  from: Socket,
  to: Socket,
  link: Link,
  isFrozen: () => boolean,
  admit: (chunk: Buffer) => boolean,
): void {
  let queue: Promise<void> = Promise.resolve();
  const then = (what: () => void) => {
    const dueAt = performance.now() + (link.cable?.delayMs ?? 0);
    queue = queue.then(() => sleepUntil(dueAt)).then(what);
  };
  from.on('data', (chunk: Buffer) => {
    if (!admit(chunk)) {
      link.break();
      return;
    }
    then(() => {
      if (!isFrozen() && to.writable) to.write(chunk);
    });
  });
  from.on('end', () => then(() => !isFrozen() && to.end()));
  from.on('error', () => undefined);
}

async function sleepUntil(dueAt: number): Promise<void> {
  const ms = dueAt - performance.now();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
