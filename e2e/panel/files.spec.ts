import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aChat, partsOf } from '@hilo/shared/testing/trace-blob.ts';
import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import { assembleBlob } from '@hilo/shared/trace/blob.ts';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import { z } from 'zod';
import { runProcess } from '../../backend/src/cli/testing/run-hilo.ts';
import { expect, test } from '../support/extension.ts';
import type { ExtensionBrowser } from '../support/extension-browser.ts';
import { PanelView } from '../support/panel-view.ts';
import { Visitor } from '../support/visitor.ts';

const fixtures = join(import.meta.dirname, '../../shared/testing/fixtures');
const har12 = z.fromJSONSchema(JSON.parse(readFileSync(join(fixtures, 'har-1.2.schema.json'), 'utf8')));

test('[R1.4] [R6.5] what is exported passes check and replay, and opens as the same view', async ({
  extension,
  world,
  agent,
}) => {
  test.setTimeout(180_000);
  const { page } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  const leo = await agent();
  await leo.reply(await visitor.conversationId(), 'On its way.');
  await expect(visitor.bubble('On its way.')).toHaveCount(1);
  await visitor.expectUnreadTotal(0);
  const panel = new PanelView(await extension.openPanelTab());
  const live = await panel.standing();

  await panel.show('Files');
  const blob = await panel.save('Debug blob');
  expect(blob.suggestedFilename()).toMatch(/^hilo-[0-9a-f]{8}-\d{4}-\d\d-\d\d\.json$/);
  const path = await blob.path();
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain('Where is my jug?');
  expect(readBlob(text)).toMatchObject({ ok: true, blob: { madeBy: 'panel', loads: [{ complete: true }] } });

  const checked = await runProcess(['blob', 'check', path]);
  expect(checked, checked.out).toMatchObject({ code: 0 });
  const replayed = await runProcess(['blob', 'replay', path]);
  expect(replayed, replayed.out + replayed.err).toMatchObject({ code: 0 });

  const har = JSON.parse(await readFile(await (await panel.save('HAR')).path(), 'utf8'));
  expect(har12.safeParse(har).error?.issues ?? []).toEqual([]);
  expect(har.log.entries[0].request.url).toContain(new URL(world.publicOrigin).host);
  const spec = await readFile(await (await panel.save('Playwright test')).path(), 'utf8');
  expect(spec).toContain("from '@playwright/test'");
  expect(await readFile(await (await panel.save('Sequence diagram')).path(), 'utf8')).toMatch(/^<svg/);

  await panel.view.getByRole('checkbox', { name: 'Include what people wrote' }).check();
  const open = await readFile(await (await panel.save('Debug blob')).path(), 'utf8');
  expect(open).toContain('Where is my jug?');

  const elsewhere = await openFiles(extension);
  await elsewhere.read(path);
  await expect(elsewhere.root.locator('.load-row')).toHaveCount(1);
  const imported = await elsewhere.standing();
  // The file comes without its page, whose model is not asked, and whose deadlines do not run on.
  const stable = ({ path, keys, compared }: typeof live) => ({ path, keys, compared });
  expect(stable(imported)).toEqual(stable(live));
  expect(imported.promises!.length).toBe(live.promises!.length);
  await elsewhere.show('Files');
  expect(await readFile(await (await elsewhere.save('Debug blob')).path(), 'utf8')).toBe(text);
});

test('[R1.4] a page that was left is exported by the panel, with the one after it', async ({
  extension,
  world,
}) => {
  const { page } = extension;
  await page.goto(`${world.shopOrigin}/`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora');
  await visitor.chat('Where is my jug?');
  const tab = await extension.openPanelTab();
  const panel = new PanelView(tab);
  // What a page has not told when it goes, nobody can tell.
  await expect(tab.locator('.load-row')).toContainText('waiting');
  await page.reload();
  await visitor.openConversation();
  await expect(tab.locator('.load-row')).toHaveCount(2);

  await panel.show('Files');
  await panel.view.getByText('Add others').click();
  await panel.view.locator('.fi-loads').getByRole('checkbox').check();
  const path = await (await panel.save('Debug blob')).path();
  const reading = readBlob(await readFile(path, 'utf8'));
  expect(reading).toMatchObject({
    ok: true,
    blob: {
      loads: [
        { role: 'previous', complete: true },
        { role: 'this', complete: true },
      ],
    },
  });
  expect(await runProcess(['blob', 'check', path])).toMatchObject({ code: 0 });

  await tab.locator('.load-row').last().click();
  const left = await (await panel.save('Debug blob')).path();
  await expect(panel.view).toContainText('this is what the panel knows');
  expect(await runProcess(['blob', 'check', left])).toMatchObject({ code: 0 });
});

test('[R6.5] what is broken opens its evidence, and says what it means', async ({ extension }) => {
  const panel = await openFiles(extension);
  await panel.read(join(fixtures, 'broken/legal-transitions.json'));
  await panel.show('State');
  await expect(panel.view.locator('.sm-moves .bad')).toHaveCount(1);
  await panel.show('Promises');
  const broken = panel.view.getByRole('region', { name: 'Broken' });
  await expect(broken).toContainText('The widget moves between its six states only as its table allows.');
  await expect(broken).toContainText('The widget shows something that cannot be');
  await broken.getByRole('button', { name: 'Show in the timeline' }).click();
  await expect(panel.root.getByRole('complementary', { name: 'Detail' })).toContainText('transition');
  await expect(panel.view).toContainText('Back to now');
  await panel.show('Faults');
  await expect(panel.view).toContainText('There is no page to break');
});

test('[R1.4] a file that is broken, foreign, newer or hostile is refused in a sentence', async ({
  extension,
}) => {
  const panel = await openFiles(extension);
  const sound = [...writeBlob(assembleBlob(partsOf(aChat())))].join('');
  const refused: [text: string, sentence: RegExp][] = [
    ['', /there is nothing in it/],
    ['hello', /it is not JSON/],
    [sound.slice(0, -200), /its end is missing/],
    ['{"log":{"version":"1.2"}}', /not a debug blob of Hilo/],
    [sound.replace('"version":1', '"version":99'), /newer version of Hilo/],
    [sound.replace('"madeBy":"test"', '"madeBy":"cli"'), /checksum does not match/],
    ['{"format":"hilo-debug-blob","__proto__":{"a":1}}', /holds what no blob holds/],
    ['['.repeat(100_000), /nested deeper/],
  ];
  for (const [text, sentence] of refused) {
    await panel.read({ name: 'file.json', text });
    await expect(panel.root.getByRole('alert')).toContainText(sentence);
  }
  await expect(panel.root.locator('.load-row')).toHaveCount(0);
});

test('[R1.4] of a long file that was edited nothing is shown, not even for a moment', async ({
  extension,
}) => {
  const panel = await openFiles(extension);
  await panel.root.evaluate(() => {
    const seen = window as unknown as { loadsSeen: number };
    seen.loadsSeen = 0;
    new MutationObserver(() => {
      seen.loadsSeen += document.querySelectorAll('.load-row').length;
    }).observe(document, { childList: true, subtree: true });
  });
  const { name, text } = longFile();
  const edited = text.replace('"madeBy":"test"', '"madeBy":"cli"');
  expect(edited).not.toBe(text);
  await panel.read({ name, text: edited });
  await expect(panel.root.getByRole('alert')).toContainText(/checksum does not match/);
  expect(await panel.root.evaluate(() => (window as unknown as { loadsSeen: number }).loadsSeen)).toBe(0);
  await panel.read({ name, text });
  await expect(panel.root.locator('.load-row')).toHaveCount(1);
});

test('[R1.4] a long file is checked beside the panel, can be cancelled meanwhile, and holds up no other for good', async ({
  extension,
}) => {
  const panel = await openFiles(extension, holdWorkers);
  const status = panel.root.getByRole('status').filter({ hasText: 'Checking' });
  const loads = panel.root.locator('.load-row');
  const release = () =>
    panel.root.evaluate(() => (window as unknown as { held: (() => void)[] }).held.shift()?.());

  await panel.read(longFile());
  await expect(status).toContainText('Checking that nothing in long.json was changed');
  await panel.read(join(fixtures, 'clean/prechat.json'));
  await expect(status).toContainText('long.json');
  await expect(loads).toHaveCount(0);
  await status.getByRole('button', { name: 'Cancel' }).click();
  await expect(loads).toHaveCount(1);
  await expect(panel.root.getByRole('contentinfo')).toContainText('From prechat.json');

  await panel.read(longFile());
  await expect(status).toContainText('long.json');
  await panel.read(join(fixtures, 'clean/identify.json'));
  await expect(loads).toHaveCount(1);
  await panel.root.evaluate(() => (window as unknown as { held: unknown[] }).held.shift());
  await release();
  await expect(panel.root.getByRole('contentinfo')).toContainText('From 3 files');
  await expect(panel.root.getByRole('alert')).toHaveCount(0);
});

test('[R6.5] what a page or a person wrote is shown as text, however it looks and however long it is', async ({
  extension,
}) => {
  const markup = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
  const chat = openTab().bootstrap().start().connect().send(markup).send('long '.repeat(1_500));
  const parts = partsOf(chat, { includeText: true });
  const panel = await openFiles(extension);
  await panel.read({ name: `${markup}.json`, text: [...writeBlob(assembleBlob(parts))].join('') });
  for (const title of ['State', 'Storage', 'Promises', 'Compare', 'Faults', 'Files', 'Timeline']) {
    await panel.show(title);
    expect(await panel.view.locator('img, script').count()).toBe(0);
  }
  await panel.show('Storage');
  for (const key of await panel.view.locator('.st-key').all()) await key.click();
  expect(await panel.root.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
});

/** The panel without a page. `before` runs in it before anything of its own. */
async function openFiles(extension: ExtensionBrowser, before?: () => void): Promise<PanelView> {
  const tab = await extension.context.newPage();
  if (before) await tab.addInitScript(before);
  await tab.goto(extension.addressOf('src/panel/panel.html'));
  return new PanelView(tab);
}

/** What a worker is given it gets when the test says so. */
function holdWorkers(): void {
  const held: (() => void)[] = [];
  Object.assign(window, { held });
  const give = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...given: unknown[]) {
    held.push(() => Reflect.apply(give, this, given));
  };
}

/** More than a megabyte: what is shorter is checked in the page itself. */
function longFile(): { name: string; text: string } {
  const chat = openTab().bootstrap().start().connect();
  while (chat.events.length < 3_000) chat.send('Is it there yet?').agentReplies('Nearly.');
  return { name: 'long.json', text: [...writeBlob(assembleBlob(partsOf(chat)))].join('') };
}
