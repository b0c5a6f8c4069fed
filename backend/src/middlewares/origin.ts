import { HiloError } from '../hilo-error.ts';
import type { Context } from './request-state.ts';

const preflightAgeSeconds = '7200';

/** Exact match, or everybody's. A request without Origin comes from no page: the list is a filter, not a credential. */
export function isOriginAllowed(allowedOrigins: readonly string[], origin: string | undefined): boolean {
  if (origin === undefined || origin === '') return true;
  return allowedOrigins.includes('*') || allowedOrigins.includes(origin);
}

/**
 * Lets any page read what follows. For refusals, which say the same to everybody: so that the widget can tell its
 * page "not on the list" or "wait" instead of "network error".
 */
export function letAnyoneRead(ctx: Context): void {
  if (ctx.get('Origin') === '') return;
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Access-Control-Expose-Headers', 'Retry-After');
}

/**
 * CORS of one widget (Fetch standard, "CORS protocol"; no cookies, so no credentials mode).
 * Throws `origin_not_allowed`.
 */
export function admitOrigin(ctx: Context, allowedOrigins: readonly string[]): void {
  ctx.vary('Origin');
  const origin = ctx.get('Origin');
  if (!isOriginAllowed(allowedOrigins, origin)) {
    throw new HiloError(
      'origin_not_allowed',
      `Unable to answer; ${origin.slice(0, 200)} is not on the widget’s list of origins. Add it to the widget.`,
    );
  }
  if (origin === '') return;
  ctx.set('Access-Control-Allow-Origin', allowedOrigins.includes('*') ? '*' : origin);
  ctx.set('Access-Control-Expose-Headers', 'Retry-After');
}

/** Answers a preflight of an origin that was admitted. */
export function answerPreflight(ctx: Context): void {
  ctx.set('Access-Control-Allow-Methods', 'GET, POST');
  ctx.set('Access-Control-Allow-Headers', 'authorization, content-type, traceparent');
  ctx.set('Access-Control-Max-Age', preflightAgeSeconds);
  ctx.status = 204;
}
