import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const grave = ['serious', 'critical'];

/** What axe finds serious or critical below an element (all open shadow roots included): `rule: where`. */
export async function findBarriers(page: Page, below = 'body'): Promise<string[]> {
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
