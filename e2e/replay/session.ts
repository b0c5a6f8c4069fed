import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Chance } from './chance.ts';
import { actOnce } from './person.ts';
import { ScriptedCompany } from './scripted-company.ts';
import type { ScriptedSite } from './scripted-site.ts';
import { siteActs } from './site-acts.ts';

const stepsPerSession = 22;

/**
 * One random session: a person on the real widget in a real browser, agents, a network that is as bad as the seed says.
 * Returns the blob that the widget hands out in the end, as text.
 */
export async function recordSession(browser: Browser, site: ScriptedSite, seed: number): Promise<string> {
  const chance = new Chance(seed);
  const company = new ScriptedCompany(configOf(seed), chance);
  site.add(company);
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Madrid' });
  try {
    return await live(context, site, company, chance);
  } finally {
    await context.close();
    company.close();
    site.remove(company);
  }
}

function configOf(seed: number): WidgetConfig {
  const asksName = { name: 'name', required: true } as const;
  const asksEmail = { name: 'email', required: true } as const;
  return {
    widgetId: `wgt_random_${seed}`,
    companyId: 'random',
    companyName: 'Random Goods',
    policy: seed % 4 === 3 ? 'multiple' : 'single',
    accent: '#334455',
    greeting: 'Hello, how can we help?',
    prechat: seed % 3 === 0 ? [asksName, asksEmail] : [],
    survey: true,
    locale: 'auto',
    position: 'right',
    sound: true,
    debug: 'always',
  };
}

interface Scene {
  context: BrowserContext;
  site: ScriptedSite;
  company: ScriptedCompany;
  chance: Chance;
  pages: Page[];
}

async function live(
  context: BrowserContext,
  site: ScriptedSite,
  company: ScriptedCompany,
  chance: Chance,
): Promise<string> {
  const scene: Scene = { context, site, company, chance, pages: [] };
  await openTab(scene);
  for (let step = 0; step < stepsPerSession; step++) {
    const kind = chance.next();
    if (kind < 0.6) await actOnce(chance.pick(scene.pages)!, chance);
    else if (kind < 0.8) agentActs(scene);
    else if (kind < 0.88) await siteLeads(scene);
    else await worldActs(scene);
    await scene.pages[0]!.waitForTimeout(chance.between(0, 60));
  }
  company.trouble = { refused: 0, lost: 0, unheard: 0 };
  await context.setOffline(false);
  await scene.pages[0]!.waitForTimeout(100);
  return copyBlob(chance.pick(scene.pages)!, chance.is(0.2));
}

async function openTab({ context, site, company, pages }: Scene): Promise<void> {
  const page = await context.newPage();
  pages.push(page);
  await visit(page, site, company);
}

async function visit(page: Page, site: ScriptedSite, company: ScriptedCompany): Promise<void> {
  await page.context().setOffline(false);
  await page.goto(`${site.origin}/shop?from=mail`);
  await page.evaluate(
    ([src, widgetId]) => {
      const script = document.createElement('script');
      script.src = src!;
      script.dataset['widgetId'] = widgetId;
      document.body.append(script);
    },
    [`${site.origin}/hilo.js`, company.widgetId],
  );
  await page
    .locator('#hilo .launcher, #hilo .panel.open')
    .first()
    .waitFor({ state: 'attached', timeout: 10_000 });
}

function agentActs({ company, chance }: Scene): void {
  const rows = [...company.model.store.conversations.values()];
  const chosen = chance.pick(rows);
  const contact = company.model.store.contacts.get(chosen?.contactId ?? '');
  if (!chosen || !contact || chosen.row.status === 'archived') return;
  const { row } = chosen;
  const kind = chance.next();
  if (row.status !== 'solved' && kind < 0.2) company.typing(row.conversationId, contact.contactId);
  company.agent((store) => {
    if (row.status === 'solved') {
      const isFree = !rows.some((one) => one.contactId === chosen.contactId && isOpen(one.row.status));
      if (isFree && kind < 0.4) store.change(row, { status: 'active' });
    } else if (kind < 0.7) {
      store.append(row, 'agent', store.uuid(), `Sure, reply number ${Math.floor(kind * 1e6)} <i>soon</i>`);
      store.change(row, { status: 'active' });
    } else if (kind > 0.75) store.solve(row);
    store.commit(contact, [], false);
  });
}

function isOpen(status: string): boolean {
  return status === 'waiting' || status === 'active';
}

/** Reloads, cuts, further tabs, pages out of sight or left for a while, a server in trouble. */
async function worldActs(scene: Scene): Promise<void> {
  const { chance, company, context, pages } = scene;
  const page = chance.pick(pages)!;
  const kind = chance.next();
  if (kind < 0.25) await visit(page, scene.site, company);
  else if (kind < 0.4) company.dropSockets();
  else if (kind < 0.55) await context.setOffline(chance.is(0.5));
  else if (kind < 0.7) company.trouble = { refused: 0.2, lost: 0.2, unheard: 0.3 };
  else if (kind < 0.8) company.trouble = { refused: 0, lost: 0, unheard: 0 };
  else if (kind < 0.88 && pages.length < 2) await openTab(scene);
  else if (kind < 0.94) await leaveAndComeBack(page, chance);
  else await lookAway(page, chance);
}

/** A page of a test is always in sight; this one says that it is not. */
async function lookAway(page: Page, chance: Chance): Promise<void> {
  for (const state of ['hidden', 'visible']) {
    await page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
    await page.waitForTimeout(chance.between(0, 50));
  }
}

async function siteLeads({ site, company, chance, pages }: Scene): Promise<void> {
  const isLeft = await siteActs(chance.pick(pages)!, chance);
  // A logout reaches every tab, and every tab forgets.
  if (isLeft) for (const page of pages) await visit(page, site, company);
}

/** As a page hears it that went into the back/forward cache and came back: nothing of it ran meanwhile. */
async function leaveAndComeBack(page: Page, chance: Chance): Promise<void> {
  for (const name of ['pagehide', 'pageshow']) {
    await page.evaluate((type) => dispatchEvent(new PageTransitionEvent(type, { persisted: true })), name);
    await page.waitForTimeout(chance.between(0, 50));
  }
}

interface Handle {
  blob(choice: { madeBy: 'test'; serverLines: boolean; includeText: boolean }): Promise<object>;
}

/** As a developer tool asks for it. */
async function copyBlob(page: Page, includeText: boolean): Promise<string> {
  return page.evaluate(async (choice) => {
    const handles = (globalThis as unknown as Record<symbol, Handle[] | undefined>)[
      Symbol.for('hilo.devtools')
    ];
    const handle = handles?.at(-1);
    if (!handle) throw new Error('the widget has no hook');
    return JSON.stringify(await handle.blob({ madeBy: 'test', serverLines: false, includeText: choice }));
  }, includeText);
}
