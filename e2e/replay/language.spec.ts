import { expect } from '@playwright/test';
import { holdFile, sameAgain, test } from './fixture.ts';
import { copyBlob } from './session.ts';
import { callWidget } from './site-acts.ts';

test('[R1.4] a language that the page changes is on the screen when its call is answered, and in a replay', async ({
  scene: { studio, page, company, come, copySame },
}) => {
  await come();
  await page.locator('#hilo .launcher').click();
  const letThrough = holdFile(company, 'hilo-es');
  await callWidget(page, 'update', { locale: 'es' });
  const changed = await copyBlob(page, true);
  await expect(page.locator('#hilo .card.start')).toContainText('Envíanos un mensaje');
  letThrough(true);
  const blob = await sameAgain(studio, changed);
  expect(blob.environment.locale).toBe('es');
  expect(blob.screen).toContain('Envíanos un mensaje');
  await callWidget(page, 'update', { locale: 'en' });
  expect((await copySame()).screen).toContain('Send us a message');
});

for (const arrives of [true, false]) {
  test(`[R1.4] a blob that is made before there are words shows what a replay shows, ${
    arrives ? 'and they come' : 'and they cannot be had'
  }`, async ({ scene: { studio, page, company, come } }) => {
    const letThrough = holdFile(company, 'hilo-en');
    const asked = page.waitForRequest(/hilo-en\.json/);
    // Before it there is nothing to show, words or not.
    const answered = page.waitForResponse(/bootstrap/);
    const coming = come();
    await asked;
    await (await answered).finished();
    const copying = copyBlob(page, true);
    letThrough(arrives);
    const blob = await sameAgain(studio, await copying);
    expect(blob.screen).not.toBe('');
    await coming;
  });
}

test('[R1.4] the language of the company is waited for before anything is said in that of the page', async ({
  scene: { page, company, come, copySame },
}) => {
  Object.assign(company.model.widget, { locale: 'es' });
  const letThrough = holdFile(company, 'hilo-es');
  const asked = page.waitForRequest(/hilo-es\.json/);
  const coming = come();
  await asked;
  await expect(page.locator('#hilo .launcher')).toHaveCount(0);
  letThrough(true);
  await coming;
  await page.locator('#hilo .launcher').click();
  expect((await copySame()).screen).toContain('Envíanos un mensaje');
});
