import { expect } from '@playwright/test';
import { test } from './fixture.ts';

test('[R1.4] a request that nobody answers ends in a replay as it did', async ({
  scene: { page, company, come, copySame },
}) => {
  await page.addInitScript(() => {
    const { timeout } = AbortSignal;
    AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 50);
  });
  await come();
  await page.locator('#hilo .launcher').click();
  company.answer = () => new Promise(() => {});
  const asked = page.waitForEvent('requestfailed', (one) => one.url().endsWith('/sessions'));
  await page.locator('#hilo .card.start').click();
  await asked;
  const { loads } = await copySame();
  const failures = loads.at(-1)!.events.flatMap((one) => (one.kind === 'request_failed' ? one.reason : []));
  expect(failures).toContain('timeout');
});
