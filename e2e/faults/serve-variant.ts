import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext, Page, Route } from '@playwright/test';
import type { BuiltWidget } from './build-widget.ts';

const widgetFiles = /\/hilo-[\w-]+\.js(?:on)?(?:\?|$)/;

/** A page, or all pages of a browser, get this build of the widget instead of the product's. */
export async function serveVariant(to: BrowserContext | Page, built: BuiltWidget): Promise<void> {
  await to.route(widgetFiles, (route) => serve(route, built));
}

async function serve(route: Route, { folder, entry }: BuiltWidget): Promise<void> {
  const asked = basename(new URL(route.request().url()).pathname);
  const own = await readFile(join(folder, asked)).catch(() => undefined);
  const body = own ?? (asked.startsWith('hilo-widget-') ? await readFile(join(folder, entry)) : undefined);
  if (!body) return route.fallback();
  const contentType = asked.endsWith('.js') ? 'text/javascript' : 'application/json';
  await route.fulfill({ body, contentType, headers: { 'access-control-allow-origin': '*' } });
}
