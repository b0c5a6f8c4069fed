import { createServer } from 'node:net';

export interface FreePort {
  port: number;
  /** The preferred port was in use, so this is another one. */
  taken: boolean;
}

const neighbours = 20;

/**
 * A port that can be listened on now: the preferred one, else one of the next twenty, else any. Preferred 0 means
 * any. Somebody may still take it before the caller does.
 */
export async function findFreePort(preferred: number, host = '127.0.0.1'): Promise<FreePort> {
  if (preferred === 0) return { port: await probe(0, host), taken: false };
  for (let port = preferred; port <= Math.min(preferred + neighbours, 65_535); port += 1) {
    if (await isFree(port, host)) return { port, taken: port !== preferred };
  }
  return { port: await probe(0, host), taken: true };
}

function isFree(port: number, host: string): Promise<boolean> {
  return probe(port, host).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      // EACCES: a port that only root may use.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return false;
      throw error;
    },
  );
}

/** Listens for a moment. Resolves with the port. */
function probe(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
