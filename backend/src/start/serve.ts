import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '@hilo/shared/limits.ts';
import { createApp } from '../app.ts';
import { observeSendBatches } from '../commands/send/sender.ts';
import type { SocketLimits } from '../realtime/socket-limits.ts';
import { attachSockets } from '../realtime/socket-server.ts';
import { createServices, type ServerParts, type Services } from '../services.ts';
import { startTraceSweeper } from '../trace/trace-sweeper.ts';
import { startForgetter } from './forgetter.ts';
import { startSweeper } from './sweeper.ts';

export interface ServeOptions extends ServerParts {
  port: number;
  /** Every address where absent. */
  host?: string;
  socketLimits?: SocketLimits;
  /** How often open conversations are looked through for inactivity. */
  sweepIntervalMs?: number;
}

export interface RunningServer {
  port: number;
  services: Services;
  /** Tells sockets to come back elsewhere, finishes the requests under way, and takes no more. */
  stop(): Promise<void>;
}

const headersTimeoutMs = 15_000;
const requestTimeoutMs = 30_000;
/** Longer than load balancers keep an idle connection (60 s), so that they close first. */
const keepAliveTimeoutMs = 65_000;

/** Serves API, WebSockets, widget and inbox on one port. Rejects where the port cannot be listened on. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const services = createServices(options);
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
    },
    createApp(services).callback(),
  );
  const sockets = attachSockets(server, services, options.socketLimits);
  server.listen({ port: options.port, host: options.host, exclusive: true });
  await once(server, 'listening');
  const unobserve = observeSendBatches(services.pool, ({ rows, durationMs }) =>
    services.metrics.batchSent(rows, durationMs),
  );
  const sweeper = startSweeper(services, options.sweepIntervalMs);
  const forgetter = startForgetter(services);
  const traceSweeper = startTraceSweeper(services);
  return {
    port: (server.address() as AddressInfo).port,
    services,
    stop: async () => {
      services.draining.now = true;
      await Promise.all([sweeper.stop(), forgetter.stop(), traceSweeper.stop()]);
      await sockets.drain();
      await close(server);
      unobserve();
      await services.traces.stop();
    },
  };
}

/** Requests under way get their answer; those that take too long do not. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), limits.drainDeadlineMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
