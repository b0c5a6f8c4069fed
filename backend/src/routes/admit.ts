import { createHash } from 'node:crypto';
import type { Route } from '@hilo/shared/protocol/route.ts';
import type { Body } from '@hilo/shared/protocol/routes.ts';
import { visitorRoutes } from '@hilo/shared/protocol/visitor-routes.ts';
import { HiloError } from '../hilo-error.ts';
import { nameTokenHash } from '../identity/hash-token.ts';
import { learn } from '../log/operation-line.ts';
import { takeLimit } from '../middlewares/limit.ts';
import { admitOrigin } from '../middlewares/origin.ts';
import type { Context } from '../middlewares/request-state.ts';
import type { Services } from '../services.ts';
import { validateInput } from './read-input.ts';

/** Before anything is looked up. */
export function takeAddressLimit({ limiter }: Services, ctx: Context): Promise<void> {
  return takeLimit(limiter, ctx, 'address', ctx.state.address);
}

/**
 * The widget of the address, and whether this page may use it.
 * Throws `invalid_request`, `not_found`, `origin_not_allowed`.
 */
export async function admitWidget({ widgets }: Services, ctx: Context): Promise<void> {
  const route: Route = { ...visitorRoutes.bootstrap, query: undefined };
  const { widgetId } = validateInput(route, { params: ctx['params'], query: {}, body: undefined }).params as {
    widgetId: string;
  };
  const widget = await widgets.find(widgetId);
  if (!widget) throw new HiloError('not_found', 'Unable to find this widget; check its id.');
  learn(ctx.state.operation, { companyId: widget.companyId, widgetId });
  ctx.state.widget = widget;
  admitOrigin(ctx, widget.allowedOrigins);
}

/** What one person, or one agent, may ask for; and what one address may create. */
export async function takeCallerLimits({ limiter }: Services, route: Route, ctx: Context): Promise<void> {
  const { agent, visitor, address } = ctx.state;
  if (agent) return takeLimit(limiter, ctx, 'agent', `${agent.companyId} ${agent.agentId}`);
  if (!visitor) return takeLimit(limiter, ctx, 'signInAddress', address);
  if (route.auth === 'visitor_or_new') await takeLimit(limiter, ctx, 'newContact', address);
  if (visitor.tokenHash === null) return;
  const name = route.method === 'GET' ? 'visitorReads' : 'visitorWrites';
  return takeLimit(limiter, ctx, name, nameTokenHash(visitor.tokenHash));
}

/** Passwords are tried per account and address: nobody can lock out somebody else. */
export function takeSignInLimit({ limiter }: Services, ctx: Context): Promise<void> {
  const { email } = (ctx.state.input?.body ?? { email: '' }) as Body<'signIn'>;
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
  return takeLimit(limiter, ctx, 'signInAccount', `${ctx.state.address} ${account}`);
}
