import Koa, { type Context } from 'koa';
import { type DemoFile, loadDemoSite } from './demo-files.ts';
import { findDemoIdentity } from './demo-users.ts';

/** `shop` is many pages with full loads, `spa` one page that routes by itself. */
export interface DemoOptions {
  site: 'shop' | 'spa';
  companyId: string;
  /** Where the widget and its API are, such as `http://127.0.0.1:4100`. */
  hiloOrigin: string;
  inboxUrl: string;
  otherDemoOrigin: string;
  /** The company's secret for user hashes. Stays on the server. */
  identitySecret: string;
}

/**
 * A customer's site, to try Hilo on: the files of `backend/demo/<site>`, and `/demo/identity?user=` which signs the
 * demo users as a customer's own server would.
 * @throws TypeError if an address is none.
 */
export function createDemoApp(options: DemoOptions): Koa {
  const hiloOrigin = new URL(options.hiloOrigin).origin;
  const files = loadDemoSite(options.site, {
    HILO_ORIGIN: hiloOrigin,
    INBOX_URL: new URL(options.inboxUrl).href,
    OTHER_DEMO_ORIGIN: new URL(options.otherDemoOrigin).origin,
  });
  const app = new Koa();
  app.use((ctx) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return refuseMethod(ctx);
    if (ctx.path === '/demo/identity') return answerIdentity(ctx, options);
    return answerFile(ctx, files, options.site, hiloOrigin);
  });
  return app;
}

function refuseMethod(ctx: Context): void {
  ctx.status = 405;
  ctx.set('Allow', 'GET, HEAD');
  ctx.body = 'This demo site is only read.\n';
}

function answerIdentity(ctx: Context, { companyId, identitySecret }: DemoOptions): void {
  const { user } = ctx.query;
  const identity = typeof user === 'string' ? findDemoIdentity(companyId, identitySecret, user) : undefined;
  ctx.set('Cache-Control', 'no-store');
  ctx.status = identity ? 200 : 404;
  ctx.body = identity ?? { title: 'Unable to sign in; this demo has no such user.' };
}

function answerFile(
  ctx: Context,
  files: Map<string, DemoFile>,
  site: DemoOptions['site'],
  hiloOrigin: string,
): void {
  const path = ctx.path.slice(1) || 'index.html';
  const isPage = !/\.\w+$/.test(path);
  const file =
    files.get(path) ??
    files.get(`${path}.html`) ??
    (isPage && site === 'spa' ? files.get('index.html') : undefined);
  const found = file ?? files.get('404.html');
  ctx.status = file ? 200 : 404;
  ctx.set('Cache-Control', 'no-cache');
  if (file && file === files.get('strict.html')) ctx.set('Content-Security-Policy', strictPolicy(hiloOrigin));
  ctx.type = found?.type ?? '.txt';
  ctx.body = found?.body ?? 'Not found\n';
}

/** The least a page must allow for Hilo to work on it (CSP Level 3): no inline script or style, no eval. */
function strictPolicy(hiloOrigin: string): string {
  const socketOrigin = hiloOrigin.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    `script-src ${hiloOrigin}`,
    `connect-src ${hiloOrigin} ${socketOrigin}`,
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
