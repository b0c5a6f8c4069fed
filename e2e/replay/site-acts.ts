import type { Page } from '@playwright/test';
import type { Chance } from './chance.ts';

/** Calls of a site's own script, and how often they come, 0 to 1. */
const calls: readonly [weight: number, ...call: [name: string, argument?: unknown]][] = [
  [0.4, 'identify', { userId: 'ana', userHash: 'a'.repeat(64), name: 'Ana Ruiz', email: 'ana@example.com' }],
  [0.2, 'logout'],
  [0.2, 'show'],
  [0.1, 'hide'],
  [0.1, 'newChat'],
];

/**
 * One thing that the customer's site does with the widget by itself. Returns whether the site goes on to another page:
 * a logout leads to one, and what was recorded before it is forgotten with it.
 */
export async function siteActs(page: Page, chance: Chance): Promise<boolean> {
  let left = chance.next();
  const [, ...call] = calls.find(([weight]) => {
    left -= weight;
    return left < 0;
  }) ?? [1, 'show'];
  await page.evaluate((given) => {
    const { Hilo } = globalThis as unknown as { Hilo: (...given: unknown[]) => Promise<unknown> };
    return Promise.race([Hilo(...given).catch(() => undefined), new Promise((go) => setTimeout(go, 200))]);
  }, call);
  return call[0] === 'logout';
}
