import { timingSafeEqual } from 'node:crypto';
import type Router from '@koa/router';
import { HiloError } from '../hilo-error.ts';
import { hashToken } from '../identity/hash-token.ts';
import type { RequestState } from '../middlewares/request-state.ts';
import type { Services } from '../services.ts';
import { createReadiness } from './readiness.ts';

/**
 * `/health/live`: the process answers. `/health/ready`: it can do its work; a load balancer sends nobody otherwise.
 * `/metrics`: for Prometheus.
 */
export function mountHealth(router: Router<RequestState>, services: Services): void {
  const findObstacle = createReadiness(services);
  router.get('/health/live', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { live: true };
  });
  router.get('/health/ready', async (ctx) => {
    ctx.state.operation.name = 'health_ready';
    const obstacle = await findObstacle();
    if (obstacle) throw new HiloError('unavailable', `Unable to work; ${obstacle}.`);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { ready: true };
  });
  router.get('/metrics', async (ctx) => {
    ctx.state.operation.name = 'metrics';
    const { metricsToken } = services.env;
    if (metricsToken !== null && !isSame(ctx.get('Authorization'), `Bearer ${metricsToken}`)) {
      throw new HiloError('agent_unauthorized', 'Unable to answer; metrics ask for their token.');
    }
    ctx.type = services.metrics.registry.contentType;
    ctx.body = await services.metrics.registry.metrics();
  });
}

/** In constant time: digests have one length, whatever was given. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hashToken(given), hashToken(expected));
}
