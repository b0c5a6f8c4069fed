import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { expect } from '@playwright/test';
import { denyStorage } from './browser-acts.ts';
import { startChat, test, write } from './fixture.ts';
import { callWidget } from './site-acts.ts';

function storedKinds(blob: Blob): string[] {
  return blob.storage.map(({ key }) => key.slice(0, key.indexOf('-')));
}

test('[R1.4] storage that the site cleared unseen is told as seen, and a replay goes on with it', async ({
  scene: { page, come, copySame },
}) => {
  await come();
  await startChat(page);
  await page.evaluate(() => localStorage.clear());
  const cleared = await copySame();
  const seen = cleared.loads
    .at(-1)!
    .events.filter((one) => one.kind === 'storage' && one.cause === 'observed');
  expect(seen.map((one) => one.kind === 'storage' && one.op)).toContain('remove');
  await write(page, 'and now?');
  // The lock is taken for somebody who is nobody in storage.
  await callWidget(page, 'identify', { userId: 'ana', userHash: 'a'.repeat(64) });
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).toContain('chatDevice');
  expect(storedKinds(await copySame())).toContain('chatDevice');
});

test('[R1.4] what is kept in memory alone is compared too, and what becomes of it with consent', async ({
  scene: { page, come, copySame },
}) => {
  await come('required');
  await startChat(page);
  expect(storedKinds(await copySame())).toContain('chatDevice');
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await callWidget(page, 'update', { consent: true });
  expect(storedKinds(await copySame())).toContain('chatDevice');
  expect(await page.evaluate(() => localStorage.length)).toBeGreaterThan(0);
});

test('[R1.4] consent while something waits to be kept lets it wait, in a replay as well', async ({
  scene: { page, company, come, copySame },
}) => {
  await come('required');
  await startChat(page);
  await page.evaluate(() => {
    const { Hilo } = window as unknown as { Hilo(...args: unknown[]): Promise<unknown> };
    return Hilo('on', 'message', () => void Hilo('update', { consent: true }));
  });
  company.agent((store) => {
    for (const { row, contactId } of store.conversations.values()) {
      store.append(row, 'agent', store.uuid(), 'it is');
      const contact = store.contacts.get(contactId);
      if (contact) store.commit(contact, [], false);
    }
  });
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).toContain('chatCache');
  await expect.poll(async () => ordered(await copySame())).toEqual(['set', 'update', 'fired']);
});

/** When the cache was to be written, and when the page gave consent; from the last time that it was to be. */
function ordered({ loads }: Blob): string[] {
  const all = loads.at(-1)!.events.flatMap((one) => {
    if (one.kind === 'api' && one.method === 'update') return [one.method];
    return one.kind === 'timer' && one.name === 'cache' ? [one.phase] : [];
  });
  const at = all.indexOf('update');
  return all.slice(at - 1, at + 2);
}

test('[R1.4] consent where there is no storage is told, and replayed', async ({
  scene: { page, come, copySame },
}) => {
  await page.addInitScript(denyStorage);
  await come('required');
  await page.locator('#hilo .launcher').click();
  await callWidget(page, 'update', { consent: true });
  const { loads } = await copySame();
  expect(loads.at(-1)!.events.some((one) => one.kind === 'page' && one.what === 'storage_denied')).toBe(true);
});
