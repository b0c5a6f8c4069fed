import { chromium, type JSHandle, type Page } from '@playwright/test';
import { AgentApi } from '../support/agent-api.ts';
import { sites } from '../support/fixtures.ts';
import { ensureChromium } from '../support/install-chromium.ts';
import { Visitor } from '../support/visitor.ts';
import { createWorld } from '../support/world.ts';
import { loadNow, say } from './support/numbers.ts';

/**
 * What the flight recorder costs the page: the widget as it ships, on a demo site, in a real browser, with the events of
 * a chat that was really led. Recorded again by the same recorder, in turn with what only counts, and with an array
 * that only grows. Reports; asserts nothing.
 */
const messages = 12;
const rounds = 15;
const eventsPerRound = 20_000;
const leavings = 15;

interface Costs {
  events: number;
  /** Microseconds per event, the median of the rounds. */
  counter: number;
  array: number;
  recorder: number;
  longestCallMs: number;
}

const world = await createWorld();
const browser = await chromium.launch(await ensureChromium());
try {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  // The script that runs this wraps functions in a helper of its own, which the page has not got.
  await page.addInitScript('globalThis.__name = (one) => one');
  // As on customers' sites: in the demo, debugging is always on, and with it the console and the live judge listen.
  await page.route('**/bootstrap?*', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    await route.fulfill({ response, json: { ...body, widget: { ...body.widget, debug: 'off' } } });
  });
  await chat(page);
  const left = await leaveOften(page);
  const recorder = await page.evaluateHandle(findRecorder);
  const leftRead = await leaveOften(page);
  const costs = await recorder.evaluate(measure, { rounds, eventsPerRound });
  const ratio = (side: number) => (costs.recorder / side).toFixed(1);
  say(
    `${costs.events} real events, ${rounds} rounds of ${eventsPerRound.toLocaleString('en')} recorded, ${loadNow()}`,
    `recorder      ${costs.recorder.toFixed(2)} µs/event`,
    `only counted  ${costs.counter.toFixed(3)} µs/event; recorder/counted ${ratio(costs.counter)}`,
    `array         ${costs.array.toFixed(3)} µs/event; recorder/array ${ratio(costs.array)}`,
    `longest call  ${costs.longestCallMs.toFixed(1)} ms`,
    `full          ${(await megabytesWhenFull(page, recorder)).toFixed(2)} MB of heap, with bodies as large as the chat's`,
    `leaving       ${tell(left)}`,
    `              ${tell(leftRead)}, where somebody has read the recording`,
  );
} finally {
  await browser.close();
  await world.close();
}

async function chat(page: Page): Promise<void> {
  const agent = await AgentApi.signIn(world.serverOrigin, sites.norte.agents[0], world.password);
  const visitor = new Visitor(page, sites.norte.widgetId, 'Bench');
  await page.goto(world.appOrigin);
  await visitor.chat('The first of many');
  const { conversationId } = await agent.find('The first of many');
  for (let i = 0; i < messages; i++) {
    await visitor.send(`Message ${i}, about as long as people write them`);
    await visitor.expectSent(`Message ${i},`);
    await agent.reply(conversationId, `Answer ${i}, not much longer than that`);
    await visitor.bubble(`Answer ${i},`).waitFor();
  }
}

interface Leavings {
  /** Milliseconds for all that listens to "pagehide", the medians: with the end of the load written, and without. */
  kept: number;
  notKept: number;
}

/** Leaves for the back/forward cache and comes back, in turn with a storage that keeps nothing, with pauses as people make. */
async function leaveOften(page: Page): Promise<Leavings> {
  const times: Record<keyof Leavings, number[]> = { kept: [], notKept: [] };
  for (let i = 0; i < 2 * leavings; i++) {
    const side = i % 2 ? 'kept' : 'notKept';
    await page.evaluate(allowStorage, side === 'kept');
    await page.waitForTimeout(300);
    times[side].push(await page.evaluate(leave));
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[leavings >> 1] as number;
  return { kept: middle(times.kept), notKept: middle(times.notKept) };
}

function tell({ kept, notKept }: Leavings): string {
  const costs = (kept - notKept).toFixed(1);
  return `${kept.toFixed(1)} ms with the end of the load written, ${notKept.toFixed(1)} without: it takes ${costs} ms`;
}

/** Heap that a full recorder holds, from what clearing it gives back; events as they are, none shared. */
async function megabytesWhenFull(page: Page, recorder: JSHandle<PageRecorder>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  await recorder.evaluate(fill);
  const full = await used();
  await recorder.evaluate(empty);
  return (full - (await used())) / 1e6;
}

// What follows runs in the page.

interface PageRecorder {
  record(event: object, payloadChars: number): void;
  events(): { seq: number; body?: unknown; data?: unknown; value?: unknown }[];
  dropped(): { count: number };
  clear(): void;
}

/** What records is fetched when somebody wants to read. */
async function findRecorder(): Promise<PageRecorder> {
  const page = globalThis as unknown as Record<
    symbol,
    { recorder: PageRecorder; ready(): Promise<unknown> }[]
  >;
  const [widget] = page[Symbol.for('hilo.devtools')] ?? [];
  if (!widget) throw new Error('assert: there is no widget on the page');
  await widget.ready();
  return widget.recorder;
}

function measure(recorder: PageRecorder, how: { rounds: number; eventsPerRound: number }): Costs {
  const sample = recorder.events().map((event) => {
    const payload = event.body ?? event.data ?? event.value ?? null;
    return { event, chars: JSON.stringify(payload).length };
  });
  let counted = 0;
  let list: object[] = [];
  const sides = {
    counter: (_event: object, chars: number) => {
      counted += chars;
    },
    array: (event: object) => {
      list.push({ ...event });
    },
    recorder: (event: object, chars: number) => recorder.record(event, chars),
  };
  const times: Record<keyof typeof sides, number[]> = { counter: [], array: [], recorder: [] };
  const names = Object.keys(sides) as (keyof typeof sides)[];
  for (let round = 0; round <= how.rounds; round++) {
    for (const name of round % 2 ? names : [...names].reverse()) {
      const record = sides[name];
      list = [];
      const began = performance.now();
      for (let i = 0; i < how.eventsPerRound; i++) {
        const { event, chars } = sample[i % sample.length] as (typeof sample)[number];
        record(event, chars);
      }
      // The first round warms up.
      if (round > 0) times[name].push(((performance.now() - began) * 1000) / how.eventsPerRound);
    }
  }
  let longestCallMs = 0;
  for (let i = 0; i < how.eventsPerRound; i++) {
    const { event, chars } = sample[i % sample.length] as (typeof sample)[number];
    const began = performance.now();
    recorder.record(event, chars);
    longestCallMs = Math.max(longestCallMs, performance.now() - began);
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;
  if (counted === 0) throw new Error('assert: nothing was counted');
  return {
    events: sample.length,
    counter: middle(times.counter),
    array: middle(times.array),
    recorder: middle(times.recorder),
    longestCallMs,
  };
}

function fill(recorder: PageRecorder): void {
  const sample = recorder.events();
  recorder.clear();
  const before = recorder.dropped().count;
  for (let i = 0; recorder.dropped().count === before; i++) {
    const event = JSON.parse(JSON.stringify(sample[i % sample.length]));
    recorder.record(event, JSON.stringify(event.body ?? event.data ?? event.value ?? null).length);
  }
}

function empty(recorder: PageRecorder): void {
  recorder.clear();
}

/** Where it is not allowed, reading `sessionStorage` throws, as where cookies are blocked. */
function allowStorage(isAllowed: boolean): void {
  const inherited = Object.getOwnPropertyDescriptor(Window.prototype, 'sessionStorage');
  const own = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');
  const kept = (globalThis as { keptStorage?: PropertyDescriptor }).keptStorage ?? own ?? inherited;
  Object.assign(globalThis, { keptStorage: kept });
  const denied = {
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  };
  Object.defineProperty(globalThis, 'sessionStorage', {
    ...kept,
    ...(isAllowed ? {} : denied),
    configurable: true,
  });
}

function leave(): number {
  const began = performance.now();
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  return performance.now() - began;
}
