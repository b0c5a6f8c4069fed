import { extname } from 'node:path';
import type { Context } from '../middlewares/request-state.ts';
import type { StaticFile } from './file-cache.ts';

/** For names that carry a hash of their content. */
export const immutable = 'public, max-age=31536000, immutable';

/** `index-4f3a9c21.js`, `hilo-widget-BxY2_k1q.js`: what the builds name by content. */
export function isHashed(path: string): boolean {
  return /-[\w-]{8,}\.\w+$/.test(path);
}

/** Answers with a file, in the smallest form the client takes, or 304 where it has it already. */
export function serveFile(ctx: Context, path: string, file: StaticFile, cacheControl: string): void {
  ctx.status = 200;
  ctx.set('Cache-Control', cacheControl);
  ctx.vary('Accept-Encoding');
  ctx.type = extname(path);
  const encoding = ctx.acceptsEncodings(
    ...(['br', 'gzip', 'identity'] as const).filter((name) => has(file, name)),
  );
  // One tag per form: a cache must not take one for the other (RFC 9110 §8.8.3.3).
  ctx.set(
    'ETag',
    encoding === 'identity' || !encoding ? file.etag : file.etag.replace(/"$/, `-${encoding}"`),
  );
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  if (encoding === 'br' || encoding === 'gzip') ctx.set('Content-Encoding', encoding);
  ctx.body = (encoding === 'br' ? file.br : encoding === 'gzip' ? file.gzip : undefined) ?? file.body;
}

function has(file: StaticFile, encoding: 'br' | 'gzip' | 'identity'): boolean {
  return encoding === 'identity' || file[encoding] !== undefined;
}
