import { ensureExtension } from '../support/built-extension.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { type BarePage, startBareBrowser } from './support/bare-browser.ts';
import { loadNow, median, ms, percentile, say } from './support/numbers.ts';

/**
 * What capture costs a page: processor time of the page's own thread, batches that follow included, on a site that the
 * extension may watch, next to a site that it may not, in turn. Two Proxies that do nothing, where capture has some that
 * do, say what the least is. Nobody looks at what is captured unless it says so: that is how a page is while the extension
 * is only there, and what a panel or popup costs besides it pays for being read. Goals: at most 20 µs per frame or request at the median, no task over 10 ms longer at 1,000
 * frames a second. Reports; asserts nothing.
 */
const rounds = 15;
const goalMicros = 20;
/** Longer than capture gathers, so that each measurement pays for its own batches. */
const settleMs = 350;

/** Runs in a page, and does something so many times. */
type Work = (given: { count: number; atOnce: number; place: string }) => Promise<void>;

interface Kind {
  name: string;
  count: number;
  /** What one of `count` makes, as it is told. */
  each?: number;
  /** Ten are as many as a page asks for that has just come back. */
  atOnce?: number;
  /** Below the site's origin; absent: the widget's own backend. */
  place?: string;
  work: Work;
  /** With DevTools' own Network on. */
  devTools?: boolean;
  /** With a panel that is told of everything at once. */
  isLookedAt?: boolean;
  /** Where answers come from memory: what a network costs varies more than what is to be measured. */
  memory?: boolean;
}

const kinds: readonly Kind[] = [
  { name: 'a frame', count: 2_000, each: 2, work: exchangeFrames },
  { name: '… while a panel looks', count: 2_000, each: 2, isLookedAt: true, work: exchangeFrames },
  { name: 'a request', count: 100, work: sendRequests },
  { name: '… where 10 go together', count: 100, atOnce: 10, work: sendRequests },
  { name: '… with DevTools’ Network on', count: 100, devTools: true, work: sendRequests },
  { name: '… alone, with its batch', count: 1, memory: true, work: sendRequests },
  { name: 'a request answered from memory', count: 200, memory: true, work: sendRequests },
  { name: '… where 10 go together', count: 200, atOnce: 10, memory: true, work: sendRequests },
  { name: '… while a panel looks', count: 200, memory: true, isLookedAt: true, work: sendRequests },
  { name: '… that is none of the widget’s', count: 200, memory: true, place: 'other/', work: sendRequests },
];

const sides = ['off', 'proxies', 'on'] as const;
type Side = (typeof sides)[number];
const hosts: Record<Side, string> = {
  off: 'off.localhost',
  proxies: 'proxies.localhost',
  // The only one of them that the extension may watch.
  on: 'localhost',
};

await ensureExtension();
const site = await startCaptureSite();
site.serve(`<!doctype html><title>bench</title><script>(${standIn})(location.hostname)</script>
  <script>${widgetScript()}</script>`);
const browser = await startBareBrowser('chrome-demo');
let panel: BarePage;
const measured = new Map<Kind, Record<Side, number[]>>();
const longest: Record<Side, number[]> = { off: [], proxies: [], on: [] };
try {
  const pages = await openAll();
  const quick = await openAll(`(${answerFromMemory})()`);
  panel = await browser.openExtension();
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    // Whoever comes last in one round comes first in the next.
    const inTurn = round % 2 ? sides : [...sides].reverse();
    for (const kind of kinds) {
      for (const side of inTurn) {
        const micros = await measure((kind.memory ? quick : pages)[side], kind);
        const of = measured.get(kind) ?? { off: [], proxies: [], on: [] };
        measured.set(kind, of);
        if (round > 0) of[side].push(micros);
      }
    }
    for (const side of inTurn.filter((one) => one !== 'proxies')) {
      await pages[side].bringToFront();
      const lateMs = await pages[side].run(hearSteadily, { perSecond: 1_000, forMs: 1_500 });
      if (round > 0) longest[side].push(lateMs);
    }
  }
} finally {
  await browser.close();
  await site.close();
}
report();

async function openAll(firstScript?: string): Promise<Record<Side, BarePage>> {
  const open = async (side: Side) => {
    const { port } = new URL(site.origin);
    for (;;) {
      const page = await browser.open(`http://${hosts[side]}:${port}/`, firstScript ? { firstScript } : {});
      // The first page may be there before the extension is.
      if ((await page.run(isWatched, null)) === (side === 'on')) return page;
    }
  };
  return { off: await open('off'), proxies: await open('proxies'), on: await open('on') };
}

function isWatched(): boolean {
  return Symbol.for('hilo.devtools.capture') in globalThis;
}

/** In microseconds, for each. */
async function measure(
  page: BarePage,
  { count, each = 1, atOnce = 1, place = '', work, devTools, isLookedAt }: Kind,
): Promise<number> {
  if (isLookedAt) await panel.run(look, null);
  await page.bringToFront();
  const closeNetwork = devTools ? await page.openNetwork() : undefined;
  const before = await page.busyMs();
  await page.run(work, { count, atOnce, place });
  await page.run((forMs) => new Promise<void>((resolve) => setTimeout(resolve, forMs)), settleMs);
  const took = (await page.busyMs()) - before;
  await closeNetwork?.();
  await panel.run(lookAway, null);
  return (1_000 * took) / (count * each);
}

/** Listens to every page, as a panel does, and waits until it is told what there was. */
async function look(): Promise<void> {
  const ports = [];
  for (const { id } of await chrome.tabs.query({}))
    ports.push(chrome.runtime.connect({ name: `panel:${id}` }));
  Object.assign(window, { ports });
  let heardAt = performance.now();
  for (const port of ports) port.onMessage.addListener(() => (heardAt = performance.now()));
  while (performance.now() - heardAt < 500) await new Promise((resolve) => setTimeout(resolve, 50));
}

function lookAway(): void {
  const { ports = [] } = window as unknown as { ports?: chrome.runtime.Port[] };
  for (const port of ports.splice(0)) port.disconnect();
}

/** The least that listening can cost: what capture puts around the same functions, with nothing in it. */
function standIn(host: string): void {
  if (!host.startsWith('proxies.')) return;
  const { apply } = Reflect;
  window.fetch = new Proxy(window.fetch, { apply: (...call) => apply(...call) });
  Response.prototype.json = new Proxy(Response.prototype.json, { apply: (...call) => apply(...call) });
}

/** Puts a network in the browser's place that answers in the next task. */
function answerFromMemory(): void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  const Native = Response;
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    date: 'Sun, 22 Nov 2026 12:00:00 GMT',
    connection: 'keep-alive',
    'keep-alive': 'timeout=5',
    'transfer-encoding': 'chunked',
  };
  port1.onmessage = () => waiting.shift()?.();
  window.fetch = () =>
    new Promise((resolve) => {
      waiting.push(() => resolve(new Native('{"ok":true}', { headers })));
      port2.postMessage(null);
    });
}

/** Sends so many frames, and hears as many. */
function exchangeFrames({ count }: { count: number }): Promise<void> {
  const { socketUrl } = window as unknown as { socketUrl: string };
  const frame = JSON.stringify({ type: 'event', text: 'x'.repeat(300) });
  return new Promise((resolve) => {
    const socket = new WebSocket(socketUrl);
    let heard = 0;
    socket.onopen = () => {
      for (let i = 0; i < count; i++) socket.send(frame);
    };
    socket.onmessage = () => {
      heard += 1;
      if (heard < count) return;
      socket.close();
      resolve();
    };
  });
}

/** With the headers that a widget sends: who listens has to read those as well. */
async function sendRequests({ count, atOnce, place }: Parameters<Work>[0]): Promise<void> {
  const { api, widget } = window as unknown as { api: string; widget: { traceId: string } };
  const url = `${place ? `/${place}` : api}thing`;
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${'x7_Qa-'.repeat(7)}A`,
    traceparent: `00-${widget.traceId}-00f067aa0ba902b7-01`,
  };
  for (let i = 0; i < count; i += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, () =>
        fetch(url, { method: 'POST', headers, body: '{"body":"Is it oven-proof?"}' }).then((answer) =>
          answer.json(),
        ),
      ),
    );
  }
}

/** Hears frames at a steady rate; answers with the longest time that a timer of the page was late. */
function hearSteadily({ perSecond, forMs }: { perSecond: number; forMs: number }): Promise<number> {
  const { socketUrl } = window as unknown as { socketUrl: string };
  return new Promise((resolve) => {
    const socket = new WebSocket(socketUrl);
    const channel = new MessageChannel();
    let longest = 0;
    let last = 0;
    let ends = 0;
    channel.port1.onmessage = () => {
      const now = performance.now();
      if (last > 0) longest = Math.max(longest, now - last);
      last = now;
      if (now < ends) return channel.port2.postMessage(null);
      socket.close();
      resolve(longest);
    };
    socket.onopen = () => {
      ends = performance.now() + forMs;
      const everyMs = 20;
      const timer = setInterval(() => {
        if (performance.now() > ends) clearInterval(timer);
        else socket.send(`flood:${(perSecond * everyMs) / 1_000}`);
      }, everyMs);
      channel.port2.postMessage(null);
    };
  });
}

function report(): void {
  say(`medians of ${rounds} rounds, and of their differences (goal ${goalMicros} µs); ${loadNow()}`);
  for (const [{ name }, of] of measured) {
    const cost = (side: Side) => {
      const differences = of[side].map((micros, at) => micros - (of.off[at] as number));
      const [low, high] = [0.25, 0.75].map((share) => percentile(differences, share).toFixed(0));
      return `${median(differences).toFixed(1)} µs (half of them ${low} to ${high})`;
    };
    say(
      `${name}: ${sides.map((side) => `${side} ${median(of[side]).toFixed(1)} µs`).join(', ')}`,
      `  capture costs ${cost('on')}; Proxies that do nothing ${cost('proxies')}`,
    );
  }
  const more = longest.on.map((late, at) => late - (longest.off[at] as number));
  say(
    `longest task at 1,000 frames/s: off ${ms(median(longest.off))}, on ${ms(median(longest.on))}; ` +
      `${ms(median(more))} more (goal 10 ms)`,
  );
}
