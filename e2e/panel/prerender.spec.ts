import { CaptureListener } from '../support/capture-listener.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { pageTest as base, expect } from '../support/extension.ts';
import { startUnattendedBrowser, type UnattendedBrowser } from '../support/unattended-browser.ts';

const test = base.extend<{ unattended: UnattendedBrowser }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  unattended: async ({}, use) => {
    const browser = await startUnattendedBrowser();
    await use(browser);
    await browser.close();
  },
});

test('[R6.4] a page that is prepared before it is asked for says nothing until it is, and is one load then, with all since its beginning', async ({
  unattended,
}) => {
  const site = await startCaptureSite();
  // A widget that does not wait until it is seen.
  const talk = `fetch(api + 'early');
    document.addEventListener('prerenderingchange', () => fetch(api + 'seen'));`;
  site.serve(`<!doctype html><title>site</title><script>${widgetScript()}${talk}</script>`);
  const asked = (what: string) => site.requests.filter((path) => path.endsWith(what)).length;
  try {
    const { extension } = unattended;
    const tabId = await extension.evaluate(openTab, `${site.origin}/`);
    const listener = await CaptureListener.begin(extension, tabId);
    const urls = async () => (await listener.documents()).map(({ url }) => url);
    const paths = async () =>
      (await listener.events('wire', 'request')).map(({ path }) => path.split('/').at(-1));
    await expect.poll(paths).toEqual(['early']);

    await extension.evaluate(prepare, { tabId, pages: ['/wanted', '/unwanted'] });
    await expect.poll(() => asked('early')).toBe(3);
    // The page in front is still heard, and nobody else is.
    await extension.evaluate(fetchInPage, { tabId, path: 'thing' });
    await expect.poll(paths).toEqual(['early', 'thing']);
    expect(await urls()).toEqual([`${site.origin}/`]);

    await extension.evaluate(goTo, { tabId, page: '/wanted' });
    await expect.poll(() => asked('seen')).toBe(1);
    await expect.poll(async () => (await paths()).sort()).toEqual(['early', 'early', 'seen', 'thing']);
    const { documentId } = await listener.document();
    const records = (await listener.records()).filter((record) => record.documentId === documentId);
    expect(records.map(({ n }) => n)).toEqual(records.map((_, index) => index + 1));
    expect(records.filter(({ event }) => event.kind === 'load')).toHaveLength(1);
    expect(asked('early')).toBe(3);

    await extension.evaluate(goTo, { tabId, page: '/elsewhere' });
    await expect.poll(urls).toEqual([`${site.origin}/`, `${site.origin}/wanted`, `${site.origin}/elsewhere`]);
  } finally {
    await site.close();
  }
});

async function openTab(url: string): Promise<number> {
  return (await chrome.tabs.create({ url })).id as number;
}

/** Has the page in the tab ask the browser to prepare others. */
async function prepare({ tabId, pages }: { tabId: number; pages: string[] }): Promise<void> {
  await chrome.scripting.executeScript({
    target: { tabId },
    args: [pages],
    func: (urls) => {
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      rules.textContent = JSON.stringify({ prerender: [{ urls, eagerness: 'immediate' }] });
      document.head.append(rules);
    },
  });
}

async function goTo({ tabId, page }: { tabId: number; page: string }): Promise<void> {
  await chrome.scripting.executeScript({
    target: { tabId },
    args: [page],
    func: (url) => location.assign(url),
  });
}

async function fetchInPage({ tabId, path }: { tabId: number; path: string }): Promise<void> {
  await chrome.scripting.executeScript({
    target: { tabId },
    world: 'MAIN',
    args: [path],
    func: (name) => fetch((window as unknown as { api: string }).api + name).then(() => undefined),
  });
}
