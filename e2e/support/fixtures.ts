import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { AgentApi } from './agent-api.ts';
import { auditDatabase } from './audit.ts';
import { Inbox } from './inbox.ts';
import { Judged } from './judged.ts';
import { type OwnBrowser, startOwnBrowser } from './own-browser.ts';
import { Visitor } from './visitor.ts';
import { Watch } from './watch.ts';
import { createWorld, type World } from './world.ts';

export type Site = 'alfar' | 'norte';

export const sites = {
  alfar: { widgetId: 'wgt_alfar', agents: ['marta@alfar.demo', 'leo@alfar.demo'] },
  norte: { widgetId: 'wgt_norte', agents: ['ines@norte.demo', 'jon@norte.demo'] },
} as const;

interface NewVisitor extends BrowserContextOptions {
  site?: Site;
  path?: string;
  /** Runs before the page loads anything. */
  prepare?(page: Page): Promise<unknown>;
}

interface Fixtures {
  watch: Watch;
  /** Holds every widget of the test to the catalogue of promises; a test that breaks one on purpose tells it. */
  judged: Judged;
  /** Somebody new on a customer's page, in a browser of their own, with the widget loaded. */
  newVisitor(options?: NewVisitor): Promise<Visitor>;
  /** The same person in a further tab. */
  newTab(visitor: Visitor, path?: string): Promise<Visitor>;
  /** An agent with the inbox open; 0 and 1 are two colleagues. */
  newInbox(site?: Site, index?: 0 | 1): Promise<Inbox>;
  /** Somebody new in a browser of their own that hides, freezes and keeps pages as browsers do. */
  newOwnVisitor(options?: Pick<NewVisitor, 'site' | 'path'>): Promise<{ visitor: Visitor; own: OwnBrowser }>;
  checked: undefined;
}

interface WorkerFixtures {
  world: World;
  /** An agent who works over HTTP. */
  agent(site?: Site, index?: 0 | 1): Promise<AgentApi>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const world = await createWorld();
      await use(world);
      await world.close();
    },
    { scope: 'worker', timeout: 240_000 },
  ],

  agent: [
    async ({ world }, use) => {
      const signedIn = new Map<string, Promise<AgentApi>>();
      await use((site = 'alfar', index = 0) => {
        const email = sites[site].agents[index];
        const known = signedIn.get(email) ?? AgentApi.signIn(world.serverOrigin, email, world.password);
        signedIn.set(email, known);
        return known;
      });
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  watch: async ({}, use) => {
    await use(new Watch());
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  judged: async ({}, use) => {
    await use(new Judged());
  },

  newVisitor: async ({ browser, world, watch, judged }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async ({ site = 'alfar', path = '/', prepare, ...options } = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch.follow(context);
      await judged.follow(context);
      const page = await context.newPage();
      await prepare?.(page);
      return visit(world, page, site, path);
    });
    for (const context of contexts) await context.close();
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  newTab: async ({}, use) => {
    await use(async (visitor, path = '/') => {
      const page = await visitor.page.context().newPage();
      await page.goto(new URL(path, visitor.page.url()).href);
      return new Visitor(page, visitor.widgetId, visitor.name);
    });
  },

  newOwnVisitor: async ({ world, watch, judged }, use) => {
    const browsers: OwnBrowser[] = [];
    await use(async ({ site = 'alfar', path = '/' } = {}) => {
      const own = await startOwnBrowser();
      browsers.push(own);
      watch.follow(own.context);
      await judged.follow(own.context);
      const page = own.context.pages()[0] ?? (await own.context.newPage());
      return { own, visitor: await visit(world, page, site, path) };
    });
    for (const own of browsers) await own.close();
  },

  newInbox: async ({ browser, world, agent, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (site = 'alfar', index = 0) => {
      const context = await browser.newContext();
      contexts.push(context);
      watch.follow(context);
      return Inbox.resume(await context.newPage(), world.publicOrigin, await agent(site, index));
    });
    for (const context of contexts) await context.close();
  },

  checked: [
    async ({ world, watch, judged, newVisitor: _a, newOwnVisitor: _b, newInbox: _c }, use, testInfo) => {
      await use(undefined);
      // What failed once may not fail again: which tab stood where is told at once.
      if (testInfo.status !== testInfo.expectedStatus) {
        const path = testInfo.outputPath('last-events.txt');
        await writeFile(path, await judged.lastEvents());
        await testInfo.attach('last events of each page', { path, contentType: 'text/plain' });
      }
      world.cable.restore();
      world.agentsCable.restore();
      expect(await watch.problems(), 'nothing went wrong behind the test').toEqual([]);
      expect(await judged.problems(), 'every widget keeps every promise').toEqual([]);
      expect(await auditDatabase(world.database), 'the database keeps every promise').toEqual([]);
    },
    { auto: true },
  ],
});

async function visit(world: World, page: Page, site: Site, path: string): Promise<Visitor> {
  const visitor = new Visitor(page, sites[site].widgetId, `Vi ${randomBytes(4).toString('hex')}`);
  await page.goto(`${site === 'alfar' ? world.shopOrigin : world.appOrigin}${path}`);
  return visitor;
}

export { expect };
