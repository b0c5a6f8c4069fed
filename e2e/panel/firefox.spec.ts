import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { assertExtensionBuilt, distFolder } from '../support/built-extension.ts';
import { type Firefox, type FirefoxPage, startFirefox } from '../support/firefox.ts';
import { expect, test } from '../support/fixtures.ts';
import { findFirefox } from '../support/resolve-firefox.ts';

const folder = join(distFolder, 'firefox');
const extensionId = 'devtools@hilo.example';
const loads = 20;

/** Its very first script says whether capture was there before it. */
const earlyPage = `<!doctype html><title>Early</title>
  <script>globalThis.wasEarly = Symbol.for('hilo.devtools.capture') in globalThis;</script>`;

test('[R6.4] the released build, let in by its popup, is early on every page and shows the chat (needs firefox)', async ({
  world,
}) => {
  const executable = findFirefox();
  test.skip(executable === undefined, 'there is no Firefox on this machine');
  await assertExtensionBuilt();
  const firefox = await startFirefox(executable!, extensionId);
  const early = await serve(earlyPage);
  try {
    const origin = await firefox.install(folder);
    const shop = await firefox.newPage(`${world.shopOrigin}/`);
    const tabId = await firefox.clickIcon(`${world.shopOrigin}/`);

    const popup = await openPopup(firefox, origin, tabId);
    await expectText(popup, 'This site is not watched');
    await popup.click('button.main');
    await expectText(popup, 'Reload the page to begin');
    await popup.click('button.main');
    await expectText(popup, 'Alfar');
    await expectText(popup, 'No conversation is on screen.');
    expect(await shop.evaluate('document.title')).toContain('Alfar');

    const panel = await firefox.newPage(`${origin}/src/panel/panel.html?tabId=${tabId}`);
    await expectText(panel, 'bootstrap');
    await expectText(panel, 'capture loss 0');

    let count = 0;
    const page = await firefox.newPage('about:blank');
    for (let load = 0; load < loads; load += 1) {
      await page.goto(`${early.origin}/?${load}`);
      if (await page.evaluate<boolean>('globalThis.wasEarly')) count += 1;
    }
    expect(count).toBe(loads);
  } finally {
    await firefox.close();
    await early.close();
  }
});

function openPopup(firefox: Firefox, origin: string, tabId: number): Promise<FirefoxPage> {
  return firefox.newPage(`${origin}/src/popup/popup.html?tabId=${tabId}`);
}

async function expectText(page: FirefoxPage, text: string): Promise<void> {
  await expect.poll(() => page.evaluate<string>('document.body.innerText')).toContain(text);
}

async function serve(html: string): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
