import Router from '@koa/router';
import Koa from 'koa';
import compress from 'koa-compress';
import { HiloError } from './hilo-error.ts';
import { runOperation } from './middlewares/operation.ts';
import type { Middleware, RequestState } from './middlewares/request-state.ts';
import { setSecurityHeaders } from './middlewares/security-headers.ts';
import { mountCommands } from './routes/mount-commands.ts';
import { mountHealth } from './routes/mount-health.ts';
import { mountPreflights } from './routes/mount-preflights.ts';
import type { Services } from './services.ts';
import { mountStatic } from './static/mount-static.ts';

const compressFromBytes = 2_048;

/**
 * Everything Hilo answers over HTTP: the API from the shared route table, health and metrics, the widget's files and
 * the inbox. Every failure is problem+json.
 */
export function createApp(services: Services): Koa<RequestState> {
  const app = new Koa<RequestState>();
  const router = new Router<RequestState>();
  mountHealth(router, services);
  mountPreflights(router, services);
  mountCommands(router, services);
  mountStatic(router, services);
  app.on('error', (error) => services.log.error({ err: error }, 'unable to finish an answer'));
  app.use(setSecurityHeaders(services.env.publicOrigin));
  app.use(runOperation(services, services.env.trustedProxies));
  app.use(
    compress({ threshold: compressFromBytes, br: { params: { [qualityParameter]: 4 } }, deflate: false }),
  );
  app.use(router.routes() as Middleware);
  app.use(refuseMethod);
  return app;
}

/** zlib's BROTLI_PARAM_QUALITY. The default, the highest, takes longer than it saves. */
const qualityParameter = 1;

/** The address exists, with other methods (RFC 9110 §15.5.6). */
const refuseMethod: Middleware = (ctx) => {
  const matched = (ctx['matched'] ?? []) as { methods: string[] }[];
  const methods = [...new Set(matched.flatMap((layer) => layer.methods))];
  if (methods.length === 0) throw new HiloError('not_found');
  ctx.set('Allow', methods.join(', '));
  throw new HiloError('method_not_allowed');
};
