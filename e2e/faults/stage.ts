import { randomBytes } from 'node:crypto';
import type { Answer } from '@hilo/shared/protocol/routes.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { expect, type Page } from '@playwright/test';
import { AgentApi } from '../support/agent-api.ts';
import { type Site, sites } from '../support/fixtures.ts';
import { Visitor, words } from '../support/visitor.ts';
import type { World } from '../support/world.ts';
import type { BuiltWidget } from './build-widget.ts';
import { countOwed } from './owed.ts';
import { installPageClock, passOnPage } from './page-clock.ts';
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
  /** Time passes on the visitor's page, timers included, while the story takes no longer. No answer is late by it. */
  pass(ms: number): Promise<void>;
  /** What the visitor's page asks of this address hangs for ever, as in a proxy. */
  hang(url: string): Promise<void>;
  /** The visitor's page loads again; what the load before recorded is kept. */
  reload(): Promise<void>;
  openTab(): Promise<Visitor>;
  /** The visitor rates the survey on screen. */
  rate(): Promise<void>;
  /** Resolves once there were so many requests, preflights aside, whose line has this in it, and all are answered. */
  asked(part: string, count?: number): Promise<void>;
  /** Resolves once the widget has heard so many frames of a type in this load, and what it asked then is answered. */
  heard(type: 'ready' | 'event', count?: number): Promise<void>;
  /** Resolves once the widget has recorded such an event in this load: what is on screen may not stay there. */
  told(what: string, isIt: (event: TraceEvent) => boolean): Promise<void>;
  sql(text: string, ...values: unknown[]): Promise<void>;
  /** The loads of the visitor's tab: the one before a reload first. */
  recorded(): Promise<RecordedLoad[]>;
  /** What the server keeps of the last load, once it has written it. */
  serverLines(): Promise<TraceEvent[]>;
  /** Leaves the visitor's page for another story. */
  close(): Promise<void>;
}

/** Where a story is played. */
export interface StageOptions {
  /** Of the visitor, with nothing loaded. */
  page: Page;
  world: World;
  site: Site;
  /** Build of the widget instead of the product's. */
  built?: BuiltWidget | undefined;
}

const stepMs = 5_000;

/** Opens a site for somebody who has never been there. */
export async function openStage({ page, world, site, built }: StageOptions): Promise<Stage> {
  const { widgetId, agents } = sites[site];
  const origin = originOf(world, site);
  const agent = await signIn(world, agents[0]);
  await expect.poll(() => companyServed(world, site)).toBe(site);
  const tabs: Page[] = [];
  let hung = 0;
  const visit = async (to: Page) => {
    await to.addInitScript(installPageClock);
    if (built) await serveVariant(to, built);
    await to.goto(origin);
  };
  const answered = async () => {
    const owed = async () => countOwed((await recordedOn(page)).events) - hung;
    await expect.poll(owed, 'the server has answered').toBeLessThanOrEqual(0);
  };
  await forgetVisits(page, origin);
  const askedBefore = world.cable.requests.length;
  await visit(page);
  const name = `Vi ${randomBytes(4).toString('hex')}`;
  const visitor = new Visitor(page, widgetId, name);
  const before: RecordedLoad[] = [];
  return {
    world,
    visitor,
    agent,
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= stepMs) {
        await page.evaluate(passOnPage, Math.min(left, stepMs));
        await answered();
      }
    },
    hang: async (url) => {
      await page.route(url, () => {
        hung += 1;
      });
    },
    reload: async () => {
      before.push(await recordedOn(page));
      await page.reload();
      await visitor.launcher.or(visitor.panel).first().waitFor();
    },
    openTab: async () => {
      const tab = await page.context().newPage();
      tabs.push(tab);
      // The loader waits for a frame, which nobody draws behind another window.
      await tab.bringToFront();
      await visit(tab);
      return new Visitor(tab, widgetId, name);
    },
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
      await answered();
    },
    told: async (what, isIt) => {
      await expect.poll(async () => (await recordedOn(page)).events.some(isIt), what).toBe(true);
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
      await answered();
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
    close: async () => {
      for (const tab of tabs) await tab.close();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.goto('about:blank');
    },
  };
}

/** The company that the server takes a site's widget for; a change in the database shows there after some seconds. */
export async function companyServed(world: World, site: Site): Promise<string | null> {
  const url = `${world.serverOrigin}/v1/widgets/${sites[site].widgetId}/bootstrap`;
  const response = await fetch(url, { headers: { origin: originOf(world, site) } });
  return response.ok ? ((await response.json()) as Answer<'bootstrap'>).widget.companyId : null;
}

function originOf(world: World, site: Site): string {
  return site === 'alfar' ? world.shopOrigin : world.appOrigin;
}

/** A browser may have been here in another story. */
async function forgetVisits(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage' });
  await session.detach();
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
