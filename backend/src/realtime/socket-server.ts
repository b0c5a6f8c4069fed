import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeCodes } from '@hilo/shared/errors.ts';
import { limits as sharedLimits } from '@hilo/shared/limits.ts';
import { WebSocketServer } from 'ws';
import { HiloError } from '../hilo-error.ts';
import { beginOperation, learn } from '../log/operation-line.ts';
import { recordOperation } from '../log/record-operation.ts';
import { firstLocale } from '../middlewares/authenticate.ts';
import { classifyError } from '../middlewares/classify-error.ts';
import { clientAddress } from '../middlewares/client-address.ts';
import { isOriginAllowed } from '../middlewares/origin.ts';
import type { Services } from '../services.ts';
import { serveAgent } from './agent-socket.ts';
import { createHub } from './hub.ts';
import { createPending } from './pending.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { parseSocketAddress, type SocketAddress } from './socket-address.ts';
import { type SocketLimits, socketLimits } from './socket-limits.ts';
import type { SocketServices } from './socket-services.ts';
import { serveVisitor } from './visitor-socket.ts';

export interface SocketServer {
  /** Takes no more sockets, asks those that are open to come back elsewhere, and resolves once they are gone. */
  drain(deadlineMs?: number): Promise<void>;
}

/** Serves WebSockets on a listening HTTP server. */
export function attachSockets(
  server: Server,
  services: Services,
  limits: SocketLimits = socketLimits,
): SocketServer {
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: sharedLimits.frameBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const hub = createHub(services.bus, services.metrics, limits.heldHappeningsMax);
  const pending = createPending(limits.pendingSocketsPerAddressMax);
  const shared: SocketServices = { ...services, hub, limits, open: new Set() };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const settled = pending.begin(clientAddress(request, services.env.trustedProxies));
    // Also where the library refuses the handshake, or the caller leaves before it: then nobody else says so.
    if (settled) socket.once('close', settled);
    upgrade(request, socket, head, settled).catch((error: unknown) => {
      settled?.();
      refuse(request, socket, error);
    });
  });
  return {
    drain: async (deadlineMs = sharedLimits.drainDeadlineMs) => {
      services.draining.now = true;
      await drain(shared.open, deadlineMs);
      hub.stop();
    },
  };

  async function upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    settled: (() => void) | undefined,
  ): Promise<void> {
    if (services.draining.now) throw new HiloError('unavailable');
    const retryAfterSeconds = await services.limiter.take(
      'address',
      clientAddress(request, services.env.trustedProxies),
    );
    if (!settled || retryAfterSeconds > 0)
      throw new HiloError('rate_limited', undefined, { retryAfterSeconds: Math.max(1, retryAfterSeconds) });
    const address = parseSocketAddress(request.url ?? '');
    const serve = await findService(request, address, settled);
    wss.handleUpgrade(request, socket, head, (ws) => {
      if (serve) return serve(ws);
      // Whatever it sends meanwhile: an error that nobody listens for would end the process.
      ws.on('error', () => undefined);
      // Said in a close code, since a page cannot read why an upgrade failed, and would try for ever.
      ws.close(closeCodes.not_found.code, 'not_found');
      settled();
    });
  }

  /** Undefined where there is nothing at this address. Throws `origin_not_allowed`. */
  async function findService(
    request: IncomingMessage,
    address: SocketAddress | undefined,
    settled: () => void,
  ): Promise<((ws: Parameters<typeof serveAgent>[1]) => void) | undefined> {
    const { origin } = request.headers;
    if (address?.kind === 'agent') {
      assertOrigin(ownOrigins(request), origin);
      return (ws) => void serveAgent(shared, ws, settled);
    }
    const widget = address && (await services.widgets.find(address.widgetId));
    if (!widget) return undefined;
    assertOrigin(widget.allowedOrigins, origin);
    const { companyId } = widget;
    const opening = {
      companyId,
      widgetId: address.widgetId,
      sessionId: address.sessionId,
      userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
      locale: firstLocale(String(request.headers['accept-language'] ?? '')),
      settled,
    };
    return (ws) => void serveVisitor(shared, ws, opening);
  }

  /** A proxy may not pass the Host on, so the configured origin counts as well. */
  function ownOrigins({ headers }: IncomingMessage): string[] {
    const { publicOrigin } = services.env;
    return [...(publicOrigin ? [publicOrigin] : []), `http://${headers.host}`, `https://${headers.host}`];
  }

  function refuse(request: IncomingMessage, socket: Duplex, error: unknown): void {
    const { failure, cause } = classifyError(error);
    const operation = beginOperation('ws_connect', null);
    const address = parseSocketAddress(request.url ?? '');
    if (address?.kind === 'visitor') learn(operation, { widgetId: address.widgetId });
    recordOperation(services, operation, failure.code, { cause });
    refuseUpgrade(socket, failure, operation.fields.traceId);
  }
}

function assertOrigin(allowedOrigins: readonly string[], origin: string | undefined): void {
  if (!isOriginAllowed(allowedOrigins, origin)) throw new HiloError('origin_not_allowed');
}

async function drain(open: SocketServices['open'], deadlineMs: number): Promise<void> {
  for (const connection of [...open]) connection.close('draining');
  const endMs = performance.now() + deadlineMs;
  // Each connection is cut after its own grace; this only waits, and bounds the wait.
  while (open.size > 0 && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20));
}
