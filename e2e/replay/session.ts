import { limits } from '@hilo/shared/limits.ts';
import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { browserActs, denyStorage, prepareSleep } from './browser-acts.ts';
import { Chance } from './chance.ts';
import { actOnce } from './person.ts';
import { noTrouble, ScriptedCompany } from './scripted-company.ts';
import type { ScriptedSite } from './scripted-site.ts';
import { bootAgain, siteActs } from './site-acts.ts';

const stepsPerSession = 22;

/**
 * One random session: a person on the real widget in a real browser, agents, a network that is as bad as the seed says.
 * Returns the blob that the widget hands out in the end, as text.
 */
export async function recordSession(browser: Browser, site: ScriptedSite, seed: number): Promise<string> {
  const chance = new Chance(seed);
  const company = new ScriptedCompany(configOf(seed), chance);
  company.filesLateMs = seed % 3 === 1 ? 400 : 0;
  company.isDeaf = seed % 13 === 5;
  site.add(company);
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Madrid' });
  try {
    await context.addInitScript(prepareSleep);
    if (seed % 17 === 6) await context.addInitScript(denyStorage);
    const consent = seed % 7 === 4 ? 'required' : undefined;
    return await live({ context, site, company, chance, consent, pages: [] });
  } finally {
    await context.close();
    company.close();
    site.remove(company);
  }
}

export function configOf(seed: number): WidgetConfig {
  const asksName = { name: 'name', required: true } as const;
  const asksEmail = { name: 'email', required: true } as const;
  return {
    widgetId: `wgt_random_${seed}`,
    companyId: 'random',
    companyName: 'Random Goods',
    policy: seed % 4 === 3 ? 'multiple' : 'single',
    accent: '#334455',
    onAccent: '#fff',
    greeting: 'Hello, how can we help?',
    prechat: seed % 3 === 0 ? [asksName, asksEmail] : [],
    survey: true,
    locale: seed % 5 === 2 ? 'es' : 'auto',
    position: 'right',
    sound: true,
    debug: 'always',
  };
}

export interface Scene {
  context: BrowserContext;
  site: ScriptedSite;
  company: ScriptedCompany;
  chance: Chance;
  /** Somebody signed out or in, so that a page's story may begin anew in the middle of it. */
  identities?: boolean;
  /** `required`: nothing is stored before the site says that the visitor agrees. */
  consent: string | undefined;
  pages: Page[];
}

async function live(scene: Scene): Promise<string> {
  const { context, company, chance } = scene;
  await openTab(scene);
  for (let step = 0; step < stepsPerSession; step++) {
    const kind = chance.next();
    if (kind < 0.6) await actOnce(chance.pick(scene.pages)!, chance);
    else if (kind < 0.8) agentActs(scene);
    else if (kind < 0.88) await siteLeads(scene);
    else await worldActs(scene);
    await scene.pages[0]!.waitForTimeout(chance.between(0, 60));
  }
  company.trouble = noTrouble;
  await context.setOffline(false);
  await scene.pages[0]!.waitForTimeout(100);
  const page = chance.pick(scene.pages)!;
  const includeText = chance.is(0.2);
  for (;;) {
    const text = await copyBlob(page, includeText);
    // Who left took the story along, later than the site went on: then there is no beginning to replay from.
    if (!scene.identities || hasBeginning(text)) return text;
    await visit(page, scene);
  }
}

async function openTab(scene: Scene): Promise<void> {
  const page = await scene.context.newPage();
  scene.pages.push(page);
  await visit(page, scene);
}

/** Opens the shop, whose script tag boots the widget. */
export async function visit(page: Page, { context, site, company, consent }: Scene): Promise<void> {
  const { widgetId } = company;
  await context.setOffline(false);
  await page.goto(`${site.origin}/${widgetId}/shop?from=mail`);
  await page.evaluate(
    (given) => {
      const script = document.createElement('script');
      script.src = 'hilo.js';
      Object.assign(script.dataset, given);
      document.body.append(script);
    },
    JSON.parse(JSON.stringify({ widgetId, consent })),
  );
  await untilShown(page);
}

/** Also where the first tries to fetch something fail. */
async function untilShown(page: Page): Promise<void> {
  await page
    .locator('#hilo .launcher, #hilo .panel.open')
    .first()
    .waitFor({ state: 'attached', timeout: 30_000 });
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
    // More than fits on one page.
    else if (kind > 0.72)
      for (let n = 0; n < limits.messagesPageMax; n++)
        store.append(row, 'agent', store.uuid(), `Line ${n} of a long story`);
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
  if (kind < 0.22) await visit(page, scene);
  else if (kind < 0.34) company.dropSockets();
  else if (kind < 0.46) await context.setOffline(chance.is(0.5));
  else if (kind < 0.58) company.trouble = { refused: 0.2, lost: 0.2, unheard: 0.3, filesLost: 0.2 };
  else if (kind < 0.66) company.trouble = noTrouble;
  else if (kind < 0.73 && pages.length < 2) await openTab(scene);
  else await browserActs(page, chance);
}

async function siteLeads(scene: Scene): Promise<void> {
  const { chance, company, consent, pages } = scene;
  const page = chance.pick(pages)!;
  if (chance.is(0.06)) {
    const { widgetId } = company;
    await bootAgain(page, JSON.parse(JSON.stringify({ widgetId, consent })));
    await untilShown(page);
    return;
  }
  const { isLeft, isIdentity } = await siteActs(page, chance);
  if (isIdentity) scene.identities = true;
  // A logout reaches every tab, and every tab forgets.
  if (isLeft) for (const each of pages) await visit(each, scene);
}

interface Handle {
  blob(choice: { madeBy: 'test'; serverLines: boolean; includeText: boolean }): Promise<object>;
}

/** Whether the last load of a blob goes back to its beginning. */
function hasBeginning(text: string): boolean {
  const { loads } = JSON.parse(text) as { loads: { events: { kind: string }[] }[] };
  return loads.at(-1)?.events[0]?.kind === 'load';
}

/** As a developer tool asks for it. */
export async function copyBlob(page: Page, includeText: boolean): Promise<string> {
  return page.evaluate(async (choice) => {
    const handles = (globalThis as unknown as Record<symbol, Handle[] | undefined>)[
      Symbol.for('hilo.devtools')
    ];
    const handle = handles?.at(-1);
    if (!handle) throw new Error('the widget has no hook');
    return JSON.stringify(await handle.blob({ madeBy: 'test', serverLines: false, includeText: choice }));
  }, includeText);
}
