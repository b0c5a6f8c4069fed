import { once } from 'node:events';
import { createServer } from 'node:http';
import { createDemoApp, type DemoOptions } from '../demo/demo-server.ts';

export interface DemoSite extends DemoOptions {
  port: number;
}

/** Serves the demo sites. Resolves, once all listen, with what stops them. */
export async function runDemoSites(sites: readonly DemoSite[], host: string): Promise<() => Promise<void>> {
  const servers = await Promise.all(
    sites.map(async ({ port, ...options }) => {
      const server = createServer(createDemoApp(options).callback());
      server.listen({ port, host, exclusive: true });
      await once(server, 'listening');
      return server;
    }),
  );
  return async () => {
    await Promise.all(
      servers.map((server) => {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        return closed;
      }),
    );
  };
}
