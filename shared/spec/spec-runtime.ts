// A load of the widget as it was recorded: the network answers as it did then, the person does the same again. What
// people wrote is masked. Run it with: npx playwright test <this file>. The built widget is looked for in dist/widget, or
// where HILO_WIDGET says.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, type Route, test, type WebSocketRoute } from '@playwright/test';

// biome-ignore lint/suspicious/noExplicitAny: a recording holds whatever there was
type Any = any;

const story: Any = /* story */ { title: '', steps: [], states: [] } /* end of story */;

const origin = 'https://shop.invalid';
const patienceMs = 120_000;

const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
);

test.use({
  viewport: story.viewport,
  locale: story.locale,
  timezoneId: story.timeZone ?? 'UTC',
  serviceWorkers: 'block',
  launchOptions: executablePath ? { executablePath, args: ['--no-sandbox'] } : {},
});

test(story.title, async ({ page }) => {
  test.setTimeout(patienceMs);
  const network = await serve(page);
  // The clock runs while the page loads, and stands still from the beginning of the story on.
  await page.clock.install({ time: story.startMs - patienceMs });
  await page.addInitScript(prepare, { storage: story.storage, fractions: story.fractions });
  await page.goto(`${origin}/page`);
  await page.clock.pauseAt(story.startMs);
  await page.evaluate(boot, {
    url: `${origin}/${network.entry}`,
    base: `${origin}/`,
    options: bootOptions(),
  });
  let now = 0;
  for (const step of story.steps) {
    await page.clock.runFor(Math.max(0, Math.round(step.at - now)));
    now = Math.max(now, step.at);
    await perform(page, network, step);
  }
  await page.clock.runFor(Math.max(0, Math.round(story.endMs - story.startMs - now)));
  await expect.poll(() => page.evaluate(statesOf), 'the same states, in order').toEqual(story.states);
  if (story.screen !== null) {
    await expect
      .poll(async () => shapeOf(await screenOf(page)), 'the same screen')
      .toEqual(shapeOf(story.screen));
  }
});

function bootOptions(): object {
  return { ...story.boot, widgetId: story.widgetId };
}

/** The network of the recording: what was asked waits here until its step answers it. */
interface Network {
  entry: string;
  asked: { method: string; path: string; route: Route; isTaken: boolean }[];
  sockets: WebSocketRoute[];
  /** Ids that this run drew, by those of the recording. */
  ids: Map<string, string>;
}

async function serve(page: Page): Promise<Network> {
  const folder = widgetFolder();
  const entry = /hilo-widget-[\w-]{8}\.js/.exec(readFileSync(join(folder, 'hilo.js'), 'utf8'))?.[0] ?? '';
  const network: Network = { entry, asked: [], sockets: [], ids: new Map() };
  const files = new Map(
    readdirSync(folder)
      .filter((name) => /\.(js|json)$/.test(name))
      .map((name) => [`/${name}`, join(folder, name)]),
  );
  await page.routeWebSocket(/\/ws\//, (socket) => void network.sockets.push(socket));
  await page.route('**/*', async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const path = files.get(pathname);
    if (path !== undefined) await route.fulfill({ path });
    else if (request.isNavigationRequest()) {
      const body = `<!doctype html><html lang="${/^[\w-]*$/.exec(story.language)?.[0] ?? 'en'}"><title>Shop</title></html>`;
      await route.fulfill({ contentType: 'text/html', body });
    } else if (pathname.includes('/v1/widgets/')) {
      network.asked.push({ method: request.method(), path: pathname, route, isTaken: false });
    } else await route.abort();
  });
  return network;
}

function widgetFolder(): string {
  const given = process.env.HILO_WIDGET;
  const above = ['.', '..', '../..', '../../..'].map((up) => join(process.cwd(), up, 'dist/widget'));
  const found = [given, ...above].find((folder) => folder && existsSync(join(folder, 'hilo.js')));
  if (!found)
    throw new Error('There is no built widget; run npm run build, or name its folder in HILO_WIDGET.');
  return found;
}

/** Runs before anything else on the page. */
function prepare({ storage, fractions }: { storage: Record<string, string>; fractions: number[] }): void {
  if (location.protocol !== 'https:') return;
  for (const [key, value] of Object.entries(storage)) localStorage.setItem(key, value);
  const left = [...fractions];
  Math.random = () => left.shift() ?? 0.5;
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
  Object.assign(window, { hiloCall: call });
  call('boot', options);
}

async function perform(page: Page, network: Network, step: Any): Promise<void> {
  switch (step.do) {
    case 'act':
      return act(page, network, step);
    case 'answer': {
      const route = await findRequest(page, network, step.request);
      const { status, headers, body } = step;
      const text = mapped(network, typeof body === 'string' ? body : JSON.stringify(body));
      return route.fulfill({
        status,
        headers: { ...headers, 'content-type': 'application/json' },
        body: text,
      });
    }
    case 'fail':
      return (await findRequest(page, network, step.request)).abort();
    case 'open':
      await expect.poll(() => advance(page, () => network.sockets.length > step.socket)).toBe(true);
      return;
    case 'hear':
      return network.sockets[step.socket]?.send(mapped(network, JSON.stringify(step.data)));
    case 'close':
      return closeSocket(network, step);
    case 'call':
      await page.evaluate(
        ([method, args]) => (window as Any).hiloCall(method, ...args),
        [step.method, step.args],
      );
      return;
    case 'store':
      await page.evaluate(hearStorage, step);
      return;
    case 'page':
      await page.evaluate(hearPage, step.what);
  }
}

async function act(page: Page, network: Network, step: Any): Promise<void> {
  const selectors = step.selectors.map((selector: string) => `#hilo ${mapped(network, selector)}`);
  const found = () => firstOf(page, selectors);
  await expect
    .poll(async () => (await found()) !== undefined, `there is a place for ${step.action}`)
    .toBe(true);
  const control = page.locator((await found())!).first();
  if (step.how === 'type') await control.fill(step.text, { force: true });
  // As the click of a page's own script: how long the window takes to open is nothing to wait for here.
  else await control.dispatchEvent('click');
}

async function firstOf(page: Page, selectors: string[]): Promise<string | undefined> {
  for (const selector of selectors) if ((await page.locator(selector).count()) > 0) return selector;
  return undefined;
}

/** The request of a step, once the widget has made it; the ids it carries now stand for those it carried then. */
async function findRequest(page: Page, network: Network, wanted: Any): Promise<Route> {
  const isLike = (one: Network['asked'][number]) =>
    !one.isTaken && one.method === wanted.method && one.path === mapped(network, wanted.path);
  const message = `the widget asks ${wanted.method} ${wanted.path}`;
  await expect.poll(() => advance(page, () => network.asked.some(isLike)), message).toBe(true);
  const found = network.asked.find(isLike)!;
  found.isTaken = true;
  learn(network, wanted.body, found.route.request().postDataJSON());
  return found.route;
}

function learn(network: Network, then: Any, now: Any): void {
  if (typeof then === 'string' && typeof now === 'string' && /^[0-9a-f-]{36}$/.test(then))
    network.ids.set(then, now);
  if (typeof then !== 'object' || then === null || typeof now !== 'object' || now === null) return;
  for (const name of Object.keys(then)) learn(network, then[name], now[name]);
}

function mapped(network: Network, text: string): string {
  return text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => network.ids.get(id) ?? id);
}

/** Lets a little time pass while something is waited for: the widget may have to wait before it asks again. */
async function advance(page: Page, isThere: () => boolean): Promise<boolean> {
  if (!isThere()) await page.clock.runFor(20);
  return isThere();
}

async function closeSocket({ sockets }: Network, { socket, code, reason }: Any): Promise<void> {
  // A connection that was cut has no code of its own to send.
  const isSendable = code === 1000 || code >= 3000;
  await sockets[socket]?.close(isSendable ? { code, reason } : { code: 3000 });
}

function hearStorage({ key, value }: { key: string; value: string | null }): void {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
  dispatchEvent(new StorageEvent('storage', { key, newValue: value, storageArea: localStorage }));
}

function hearPage(what: string): void {
  if (what === 'visible' || what === 'hidden') {
    Object.defineProperty(document, 'visibilityState', { value: what, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  } else if (what === 'online' || what === 'offline') {
    Object.defineProperty(navigator, 'onLine', { value: what === 'online', configurable: true });
    dispatchEvent(new Event(what));
  } else if (what === 'pageshow' || what === 'pagehide') {
    dispatchEvent(new PageTransitionEvent(what, { persisted: true }));
  } else document.dispatchEvent(new Event(what, { bubbles: true }));
}

function statesOf(): string[] {
  const [handle] = (globalThis as Any)[Symbol.for('hilo.devtools')] ?? [];
  const moves = handle?.recorder.events().filter((event: Any) => event.kind === 'transition') ?? [];
  return moves.map(({ from, to, event }: Any) => `${from} → ${to} (${event})`);
}

/** The accessibility tree as the widget itself describes it. Takes turns of the page's clock. */
async function screenOf(page: Page): Promise<string> {
  await page.evaluate(() => {
    const [handle] = (globalThis as Any)[Symbol.for('hilo.devtools')];
    Object.assign(window, { hiloScreen: undefined });
    handle.blob({ includeText: true, serverLines: false }).then((blob: Any) => {
      Object.assign(window, { hiloScreen: blob.screen });
    });
  });
  let screen: unknown;
  for (let tries = 0; screen === undefined && tries < 100; tries += 1) {
    await page.clock.runFor(20);
    screen = await page.evaluate(() => (window as Any).hiloScreen);
  }
  return String(screen);
}

/** Roles and states as they are, names in shape: words that could be a person's are masked in a recording. */
function shapeOf(screen: string): string[] {
  const letters = (name: string) =>
    name
      .replace(/\p{N}+/gu, '0')
      .replace(/\p{Extended_Pictographic}/gu, '*')
      .replace(/[\p{L}\p{M}]/gu, 'a');
  return screen.split('\n').map((line) => line.replace(/".*$/, letters));
}
