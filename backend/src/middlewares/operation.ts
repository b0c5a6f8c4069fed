import { HiloError } from '../hilo-error.ts';
import { beginOperation } from '../log/operation-line.ts';
import { type Recorder, recordOperation } from '../log/record-operation.ts';
import { classifyError } from './classify-error.ts';
import { clientAddress } from './client-address.ts';
import { problemType, toProblem } from './problem.ts';
import type { Context, Middleware } from './request-state.ts';

const discardMsMax = 2_000;

/**
 * The outermost step: begins the operation in the caller's trace, turns whatever is thrown into one problem answer,
 * and writes the operation's one line.
 */
export function runOperation(recorder: Recorder, trustedProxies: number): Middleware {
  return async (ctx, next) => {
    const operation = beginOperation('http', givenTraceparent(ctx));
    ctx.state.operation = operation;
    ctx.state.isRoute = false;
    ctx.state.address = clientAddress(ctx.req, trustedProxies);
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) throw new HiloError('not_found');
      if (ctx.state.isRoute) recordOperation(recorder, operation, null);
    } catch (error) {
      const { failure, cause } = classifyError(error);
      answerProblem(ctx, failure);
      recordOperation(recorder, operation, failure.code, { cause });
    }
  };
}

/** In the query for the request that has to do without headers of its own. */
function givenTraceparent(ctx: Context): string | undefined {
  const inQuery = ctx.query['traceparent'];
  return ctx.get('traceparent') || (typeof inQuery === 'string' ? inQuery : undefined);
}

function answerProblem(ctx: Context, failure: HiloError): void {
  const problem = toProblem(failure, ctx.state.operation.fields.traceId);
  ctx.status = problem.status;
  if (problem.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds));
  if (problem.status === 401) ctx.set('WWW-Authenticate', 'Bearer');
  if (failure.code === 'body_too_large') endSoon(ctx);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = JSON.stringify(problem);
  ctx.type = problemType;
}

/** What is left of a body that nobody wants is thrown away for a moment, so that the caller hears the answer. */
function endSoon(ctx: Context): void {
  ctx.req.resume();
  const timer = setTimeout(() => ctx.req.destroy(), discardMsMax);
  ctx.req.once('close', () => clearTimeout(timer));
}
