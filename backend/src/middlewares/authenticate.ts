import type { Auth } from '@hilo/shared/protocol/route.ts';
import { visitorToken } from '@hilo/shared/protocol/text.ts';
import { authenticateAgent } from '../commands/authenticate-agent.ts';
import { HiloError } from '../hilo-error.ts';
import { hashToken } from '../identity/hash-token.ts';
import { learn } from '../log/operation-line.ts';
import type { Services } from '../services.ts';
import type { Context } from './request-state.ts';

/**
 * Sets who calls: `state.visitor` on a widget's routes, `state.agent` on the agents'.
 * Throws `token_missing`, `token_unknown`, `agent_unauthorized`.
 */
export async function authenticate(services: Services, auth: Auth, ctx: Context): Promise<void> {
  const token = findBearer(ctx);
  if (auth === 'agent') {
    ctx.state.agent = token === undefined ? undefined : await authenticateAgent(services.pool, token);
    if (!ctx.state.agent) throw new HiloError('agent_unauthorized');
    learn(ctx.state.operation, { companyId: ctx.state.agent.companyId });
    return;
  }
  const { widget } = ctx.state;
  if (!widget) return;
  if (token === undefined && (auth === 'visitor' || auth === 'visitor_or_new')) {
    throw new HiloError('token_missing');
  }
  // What is not shaped like a token must not become one; where it could not create anybody it is merely unknown.
  if (auth === 'visitor_or_new' && !visitorToken.safeParse(token).success) {
    throw new HiloError('token_unknown', 'Unable to answer; this is not a visitor token.');
  }
  ctx.state.visitor = {
    companyId: widget.companyId,
    widgetId: widget.config.widgetId,
    tokenHash: token === undefined ? null : hashToken(token),
    userAgent: ctx.get('User-Agent').slice(0, 300),
    locale: firstLocale(ctx.get('Accept-Language')),
  };
}

function findBearer(ctx: Context): string | undefined {
  return /^Bearer +(\S{1,200})$/i.exec(ctx.get('Authorization'))?.[1];
}

/** The first language of Accept-Language, or null. */
export function firstLocale(header: string): string | null {
  return /^\s*([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3})/.exec(header)?.[1] ?? null;
}
