import { join } from 'node:path';
import type Router from '@koa/router';
import { HiloError } from '../hilo-error.ts';
import type { Context, RequestState } from '../middlewares/request-state.ts';
import type { Services } from '../services.ts';
import { createFileCache, type FileCache } from './file-cache.ts';
import { inboxPolicy } from './inbox-policy.ts';
import { immutable, isHashed, serveFile } from './serve-file.ts';

/** The loader keeps its name: pages pick up a new widget within minutes, and never wait for it where it is known. */
const shortLived = 'public, max-age=300, stale-while-revalidate=86400';
const widgetName = /hilo-widget-[\w-]{8}\.js/;

/** The widget's files at the root, for any site; the inbox under `/inbox/`, for nobody's frame. */
export function mountStatic(router: Router<RequestState>, { env }: Services): void {
  const widget = createFileCache(join(env.distFolder, 'widget'));
  const inbox = createFileCache(join(env.distFolder, 'inbox'));

  router.get('/', (ctx) => ctx.redirect('/inbox/'));
  // The router takes a slash at the end for nothing: both addresses come here.
  router.get(['/inbox', '/inbox/', '/inbox/*path'], async (ctx) => {
    if (ctx.path === '/inbox') return ctx.redirect('/inbox/');
    const asked = findPath(ctx, '/inbox/');
    const path = asked === '' ? 'index.html' : asked;
    const file = await inbox.find(path);
    if (!file) throw new HiloError('not_found', missing(path, 'inbox'));
    ctx.set('Content-Security-Policy', inboxPolicy(env.publicOrigin, ctx.host));
    serveFile(ctx, path, file, isHashed(path) ? immutable : 'no-cache');
  });
  router.get('/:file', async (ctx) => {
    const path = findPath(ctx, '/');
    const file = await widget.find(path);
    if (!file && widgetName.exec(path)?.[0] === path) return serveCurrentWidget(ctx, widget);
    if (!file) throw new HiloError('not_found', missing(path, 'widget'));
    forAnySite(ctx);
    serveFile(ctx, path, file, isHashed(path) ? immutable : shortLived);
  });
}

/**
 * A page may hold a loader from before the last release, and ask for a widget that is gone: it gets the current one,
 * which is what its loader would name if it were loaded again.
 */
async function serveCurrentWidget(ctx: Context, widget: FileCache): Promise<void> {
  const loader = await widget.find('hilo.js');
  const path = loader && widgetName.exec(loader.body.toString())?.[0];
  const file = path === undefined ? undefined : await widget.find(path);
  if (path === undefined || !file) throw new HiloError('not_found', missing('hilo.js', 'widget'));
  forAnySite(ctx);
  serveFile(ctx, path, file, 'no-cache');
}

function forAnySite(ctx: Context): void {
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
  ctx.set('Timing-Allow-Origin', '*');
}

function findPath(ctx: Context, prefix: string): string {
  return ctx.path.slice(prefix.length);
}

/** The one mistake worth a sentence of its own: a server whose front ends were never built. */
function missing(path: string, what: string): string | undefined {
  return path === 'hilo.js' || path === 'index.html'
    ? `Unable to find the ${what}; it is not built. Run: npm run build`
    : undefined;
}
