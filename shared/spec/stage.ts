import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from '@playwright/test';
import { createReader, type Told } from './difference.ts';
import { replacePage } from './page-person.ts';
import { replaceClock, replaceLocks, replaceSockets } from './page-time.ts';
import { replaceStorage, witness } from './page-witness.ts';
import { type Any, story } from './story.ts';

const origin = 'https://shop.invalid';

/** The system's browser, where there is one: else Playwright's own. */
export function findBrowser(): string | undefined {
  return [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  );
}

// The stage: a page with the widget on it, and everything around the widget in our hands.

export interface Stage {
  page: Page;
  /** Everything comes in the order of the recording; otherwise as its time comes, and what cannot come is left out. */
  isStrict: boolean;
  nowMs: number;
  /** What the widget asked: it waits here until its step answers it. */
  asked: { method: string; path: string; query: string; route: Route; isTaken: boolean; isRead: boolean }[];
  /** Requests of the recording that were made again. */
  made: Set<Any>;
  /** Ids that this run drew, by those of the recording. */
  ids: Map<string, string>;
  /** How many events the widget has told, and those of them that are compared. */
  count: number;
  came: Told[];
  read: (event: Any) => Told | undefined;
  drawn: Map<string, number>;
}

export async function openStage(page: Page, isStrict: boolean): Promise<Stage> {
  const read = createReader();
  const stage: Stage = {
    page,
    isStrict,
    nowMs: 0,
    asked: [],
    made: new Set(),
    ids: new Map(),
    count: 0,
    came: [],
    read,
    drawn: new Map(),
  };
  const entry = await serve(stage);
  await page.addInitScript(replaceClock, {
    startMs: story.startMs,
    isStrict,
    times: isStrict ? story.times : [],
  });
  await page.addInitScript(replaceSockets);
  await page.addInitScript(replaceLocks, isStrict);
  await page.addInitScript(replacePage, { visible: story.visible, online: story.online });
  await page.addInitScript(replaceStorage, {
    storage: story.storage,
    isDenied: story.isDenied,
    failed: isStrict ? story.failed : [],
    fractions: story.fractions,
  });
  await page.addInitScript(witness);
  await page.goto(`${origin}/page`);
  const options = { ...story.boot, widgetId: story.widgetId };
  await page.evaluate(boot, { url: `${origin}/${entry}`, base: `${origin}${story.base}`, options });
  return stage;
}

async function serve(stage: Stage): Promise<string> {
  const folder = widgetFolder();
  const entry = /hilo-widget-[\w-]{8}\.js/.exec(readFileSync(join(folder, 'hilo.js'), 'utf8'))?.[0] ?? '';
  const files = new Map(
    readdirSync(folder)
      .filter((name) => /\.(js|json)$/.test(name))
      .map((name) => [name, join(folder, name)]),
  );
  await stage.page.route('**/*', async (route) => {
    const request = route.request();
    const { pathname: path, search: query } = new URL(request.url());
    const file = files.get(path.split('/').at(-1) ?? '');
    if (file !== undefined) await route.fulfill({ path: file });
    else if (request.isNavigationRequest()) {
      const body = `<!doctype html><html lang="${/^[\w-]*$/.exec(story.language)?.[0] ?? 'en'}"><title>Shop</title></html>`;
      await route.fulfill({ contentType: 'text/html', body });
    } else if (path.includes('/v1/widgets/')) {
      stage.asked.push({ method: request.method(), path, query, route, isTaken: false, isRead: false });
    } else await route.abort();
  });
  return entry;
}

function widgetFolder(): string {
  const given = process.env.HILO_WIDGET;
  const above = ['.', '..', '../..', '../../..'].map((up) => join(process.cwd(), up, 'dist/widget'));
  const found = [given, ...above].find((folder) => folder && existsSync(join(folder, 'hilo.js')));
  if (!found)
    throw new Error('There is no built widget; run npm run build, or name its folder in HILO_WIDGET.');
  return found;
}

async function boot({ url, base, options }: { url: string; base: string; options: object }): Promise<void> {
  const widget = (await import(url)) as {
    attach(base: string, queue: unknown[]): void;
    prepare(): Promise<unknown>;
  };
  // Nothing is to come a moment later than it did.
  await widget.prepare();
  const queue: unknown[] = [];
  widget.attach(base, queue);
  const call = (...args: unknown[]) => queue.push([args, () => {}, () => {}]);
  Object.assign((window as Any).hilo, { call });
  call('boot', options);
}
