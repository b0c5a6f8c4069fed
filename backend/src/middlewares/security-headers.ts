import type { Middleware } from './request-state.ts';

const yearSeconds = 365 * 24 * 60 * 60;

/** What every answer says, whatever it is. Files and pages add their own. */
export function setSecurityHeaders(publicOrigin: string | null): Middleware {
  const isHttps = publicOrigin?.startsWith('https:') ?? false;
  return (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('X-Frame-Options', 'DENY');
    ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
    if (isHttps) ctx.set('Strict-Transport-Security', `max-age=${yearSeconds}`);
    return next();
  };
}
