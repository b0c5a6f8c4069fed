import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const grave = ['serious', 'critical'];

/**
 * What axe finds serious or critical below an element (all open shadow roots included): `rule: where`. Colours on their
 * way from one to another are looked at once they are there.
 */
export async function findBarriers(page: Page, below = 'body'): Promise<string[]> {
  await page.evaluate(async () => {
    // A change of scheme starts them with the next frame.
    await new Promise(requestAnimationFrame);
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
  await page.evaluate(await source);
  const violations = await page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: Axe };
    return (await axe.run(selector, { resultTypes: ['violations'] })).violations;
  }, below);
  return violations
    .filter(({ impact }) => grave.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(' ')}`));
}

interface Axe {
  run(
    below: string,
    options: object,
  ): Promise<{ violations: { id: string; impact: string; nodes: { target: (string | string[])[] }[] }[] }>;
}
