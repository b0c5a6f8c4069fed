import type Router from '@koa/router';
import { answerPreflight } from '../middlewares/origin.ts';
import type { RequestState } from '../middlewares/request-state.ts';
import type { Services } from '../services.ts';
import { admitWidget, takeAddressLimit } from './admit.ts';

/** Answers browsers that ask whether a page may send a command to its widget. */
export function mountPreflights(router: Router<RequestState>, services: Services): void {
  router.options('/v1/widgets/:widgetId/*rest', async (ctx) => {
    ctx.state.operation.name = 'preflight';
    await takeAddressLimit(services, ctx);
    await admitWidget(services, ctx);
    answerPreflight(ctx);
  });
}
