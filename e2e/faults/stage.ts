import { randomBytes } from 'node:crypto';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { type Browser, expect, type Page } from '@playwright/test';
import { AgentApi } from '../support/agent-api.ts';
import { type Site, sites } from '../support/fixtures.ts';
import { Visitor, words } from '../support/visitor.ts';
import type { World } from '../support/world.ts';
import type { BuiltWidget } from './build-widget.ts';
import { serveVariant } from './serve-variant.ts';

/** One load of the widget as it was recorded. */
export interface RecordedLoad {
  build: string;
  traceId: string;
  events: TraceEvent[];
}

/** The people of one story. */
export interface Stage {
  readonly world: World;
  readonly visitor: Visitor;
  readonly agent: AgentApi;
  /** Time passes on the visitor's page, timers included, while the story takes no longer. */
  pass(ms: number): Promise<void>;
  /** The visitor's page loads again; what the load before recorded is kept. */
  reload(): Promise<void>;
  openTab(): Promise<Visitor>;
  /** The visitor rates the survey on screen. */
  rate(): Promise<void>;
  /** Resolves once there were so many requests, preflights aside, whose line has this in it. */
  asked(part: string, count?: number): Promise<void>;
  /** Resolves once the widget has heard so many frames of a type in this load. */
  heard(type: 'ready' | 'event', count?: number): Promise<void>;
  sql(text: string, ...values: unknown[]): Promise<void>;
  /** The loads of the visitor's tab: the one before a reload first. */
  recorded(): Promise<RecordedLoad[]>;
  /** What the server keeps of the last load, once it has written it. */
  serverLines(): Promise<TraceEvent[]>;
  close(): Promise<void>;
}

const stepMs = 5_000;

/** Opens a browser for one visitor of one site, with this build of the widget instead of the product's, if any. */
export async function openStage(
  browser: Browser,
  world: World,
  site: Site,
  built?: BuiltWidget,
): Promise<Stage> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1024, height: 768 } });
  if (built) await serveVariant(context, built);
  const { widgetId, agents } = sites[site];
  const origin = site === 'alfar' ? world.shopOrigin : world.appOrigin;
  const agent = await signIn(world, agents[0]);
  const openPage = async () => {
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(origin);
    return page;
  };
  const page = await openPage();
  const name = `Vi ${randomBytes(4).toString('hex')}`;
  const visitor = new Visitor(page, widgetId, name);
  const before: RecordedLoad[] = [];
  const askedBefore = world.cable.requests.length;
  return {
    world,
    visitor,
    agent,
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= stepMs) {
        await page.clock.runFor(Math.min(left, stepMs));
        // Answers come in real time.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    reload: async () => {
      before.push(await recordedOn(page));
      await page.reload();
      await visitor.launcher.or(visitor.panel).first().waitFor();
    },
    openTab: async () => new Visitor(await openPage(), widgetId, name),
    rate: async () => {
      const form = visitor.panel.locator('form').filter({ hasText: words.surveyTitle });
      // The stars are labels; the buttons below them are for keyboards and readers.
      await form.getByRole('radio', { name: words.rate5 }).dispatchEvent('click');
      await form.getByRole('button', { name: words.send }).click();
    },
    asked: async (part, count = 1) => {
      const isIt = (line: string) => line.includes(part) && !line.startsWith('OPTIONS');
      const found = () => world.cable.requests.slice(askedBefore).filter(isIt).length;
      await expect.poll(found, `${part} was asked for`).toBeGreaterThanOrEqual(count);
    },
    sql: async (text, ...values) => {
      await world.database.rows(text, ...values);
    },
    heard: async (type, count = 1) => {
      const isIt = (event: TraceEvent) =>
        event.kind === 'frame' &&
        event.direction === 'in' &&
        (event.data as { type?: string } | null)?.type === type;
      const found = async () => (await recordedOn(page)).events.filter(isIt).length;
      await expect.poll(found, `a frame "${type}" was heard`).toBeGreaterThanOrEqual(count);
    },
    recorded: async () => {
      // A last word, so that what was due by now is known to be missing.
      await visitor.debug();
      return [...before.slice(-1), await recordedOn(page)];
    },
    serverLines: async () => {
      const { traceId } = await recordedOn(page);
      const { token } = JSON.parse((await visitor.stored('chatDevice')) ?? '{}') as { token: string };
      const url = `${world.serverOrigin}/v1/widgets/${widgetId}/traces/${traceId}`;
      const ask = async () => {
        const response = await fetch(url, { headers: { authorization: `Bearer ${token}`, origin } });
        return ((await response.json()) as { events: TraceEvent[] }).events;
      };
      await expect.poll(async () => (await ask()).length).toBeGreaterThan(2);
      return ask();
    },
    close: () => context.close(),
  };
}

const signedIn = new WeakMap<World, Map<string, Promise<AgentApi>>>();

/** Once for all stories of a world: the server does not let anybody sign in all the time. */
function signIn(world: World, email: string): Promise<AgentApi> {
  const known = signedIn.get(world) ?? new Map<string, Promise<AgentApi>>();
  signedIn.set(world, known);
  const agent = known.get(email) ?? AgentApi.signIn(world.serverOrigin, email, world.password);
  known.set(email, agent);
  return agent;
}

interface Hook {
  build: string;
  traceId: string;
  recorder: { events(): TraceEvent[] };
  ready(): Promise<unknown>;
}

/** What the widget of a page hands to developer tools. */
export function recordedOn(page: Page): Promise<RecordedLoad> {
  return page.evaluate(async () => {
    const list = (globalThis as unknown as Record<symbol, Hook[]>)[Symbol.for('hilo.devtools')];
    const shared = list?.at(-1);
    if (!shared) throw new Error('no widget on this page records anything');
    await shared.ready();
    return { build: shared.build, traceId: shared.traceId, events: shared.recorder.events() };
  });
}

/** The variant's files under their own names, and its entry in the place of the product's. */
