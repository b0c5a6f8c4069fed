import type { Page } from '@playwright/test';
import type { Chance } from './chance.ts';

const ana = { userId: 'ana', userHash: 'a'.repeat(64), name: 'Ana Ruiz', email: 'ana@example.com' };
const leo = { userId: 'leo', userHash: 'b'.repeat(64) };

/** Calls of a site's own script, and how often they come, 0 to 1. */
const calls: readonly [weight: number, ...call: [name: string, argument?: unknown]][] = [
  [0.22, 'identify', ana],
  [0.06, 'identify', leo],
  [0.12, 'logout'],
  [0.12, 'show'],
  [0.08, 'hide'],
  [0.06, 'open'],
  [0.1, 'newChat'],
  [0.08, 'update', { locale: 'es' }],
  [0.06, 'update', { locale: 'en' }],
  [0.06, 'update', { consent: true }],
  [0.04, 'debug', true],
];

/** What an act of the site has to do with who is here. */
interface SiteAct {
  /** It signs somebody in or out. */
  isIdentity: boolean;
  /** The site goes on to another page: what was recorded before is forgotten with who was here. */
  isLeft: boolean;
}

/** One thing that the customer's site does with the widget by itself. */
export async function siteActs(page: Page, chance: Chance): Promise<SiteAct> {
  let left = chance.next();
  const [, ...call] = calls.find(([weight]) => {
    left -= weight;
    return left < 0;
  }) ?? [1, 'show'];
  await callWidget(page, ...call);
  const isLogout = call[0] === 'logout';
  return { isIdentity: isLogout || call[0] === 'identify', isLeft: isLogout || call[1] === leo };
}

/** Ends the widget on this page and begins another, as a single-page app does. */
export async function bootAgain(page: Page, options: { widgetId: string; consent?: string }): Promise<void> {
  await callWidget(page, 'shutdown');
  await callWidget(page, 'boot', options);
}

/** A page does not wait for ever for what it called. */
export async function callWidget(page: Page, ...call: [name: string, argument?: unknown]): Promise<void> {
  await page.evaluate((given) => {
    const { Hilo } = globalThis as unknown as { Hilo: (...given: unknown[]) => Promise<unknown> };
    return Promise.race([Hilo(...given).catch(() => undefined), new Promise((go) => setTimeout(go, 200))]);
  }, call);
}
