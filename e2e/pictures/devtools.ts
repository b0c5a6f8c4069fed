import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { findMistake } from '../devtools/mistake.ts';
import { serveVariant } from '../faults/serve-variant.ts';
import type { AgentApi } from '../support/agent-api.ts';
import { ensureExtension } from '../support/built-extension.ts';
import { type ExtensionBrowser, startExtensionBrowser } from '../support/extension-browser.ts';
import { PanelView } from '../support/panel-view.ts';
import { openPopup } from '../support/popup.ts';
import { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';
import { keep } from './keep.ts';

const windowSize = { width: 1200, height: 760 };
const jug = '/product?id=jug';
/** A second without a connection, the way back, and the time in which everything should be known again. */
const brokenMsMax = 90_000;

/** The pictures of docs/devtools.md, in the order of its story. */
export async function takeDevtools(world: World, marta: AgentApi): Promise<void> {
  await ensureExtension();
  await takeQuestion(world);
  for (const take of [takeStory, takeBroken]) {
    const extension = await startExtensionBrowser({ windowSize });
    try {
      await take(extension, world, marta);
    } finally {
      await extension.close();
    }
  }
}

/** The released build, which watches nothing yet. */
async function takeQuestion(world: World): Promise<void> {
  const extension = await startExtensionBrowser({ variant: 'chrome', windowSize });
  try {
    await extension.page.goto(`${world.shopOrigin}${jug}`);
    await keepPopup(extension, extension.page, 'devtools-ask');
  } finally {
    await extension.close();
  }
}

async function takeStory(extension: ExtensionBrowser, world: World, marta: AgentApi): Promise<void> {
  const { page } = extension;
  await page.goto(`${world.shopOrigin}${jug}`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Nora Lindqvist');
  await visitor.chat('Hello! Do you still have the moss jug in the small size?');
  const conversationId = await visitor.conversationId();
  await marta.take(conversationId);
  await marta.reply(conversationId, 'Good morning! Two came out of the last firing.');
  await visitor.bubble('Two came out').waitFor();
  await visitor.close();
  await keepPopup(extension, page, 'devtools-popup');

  const { window, panel: frame } = await extension.openPanel();
  const panel = new PanelView(frame);
  await panel.show('Timeline');
  await frame
    .getByText(/send “Hello! Do you still/)
    .first()
    .click();
  await keep(window, 'devtools-timeline');

  await frame.getByRole('button', { name: /^Back to now/ }).click();
  await panel.show('Faults');
  await panel.view.getByRole('switch').check();
  await start(panel, 'Cut the WebSocket');
  await panel.view.getByRole('region', { name: 'On now' }).waitFor();
  await panel.view.getByRole('region', { name: 'On now' }).scrollIntoViewIfNeeded();
  await keep(window, 'devtools-faults');
}

/** The same panel on a widget with a mistake in it: a promise breaks, is read, handed over, and looked at elsewhere. */
async function takeBroken(extension: ExtensionBrowser, world: World, marta: AgentApi): Promise<void> {
  const mistake = findMistake(['--mistake', 'nothing-stuck']);
  if (!mistake) throw new Error('assert: there is this mistake');
  const { context, page } = extension;
  await serveVariant(context, await mistake.build());
  await page.goto(`${world.shopOrigin}${jug}`);
  const visitor = new Visitor(page, 'wgt_alfar', 'Milo Brandt');
  await visitor.chat('Is the moss jug safe in the dishwasher?');

  const { window, panel: frame } = await extension.openPanel();
  const panel = new PanelView(frame);
  await panel.show('Faults');
  await panel.view.getByRole('switch').check();
  await start(panel, 'Cut the WebSocket', 1);
  await marta.reply(await visitor.conversationId(), 'It is, like everything that we glaze.');
  await panel.show('Promises');
  await panel.button('Show in the timeline').waitFor({ timeout: brokenMsMax });
  await keep(window, 'devtools-promise');
  await panel.button('Show in the timeline').click();
  await keep(window, 'devtools-evidence');
  await frame.getByRole('button', { name: /^Back to now/ }).click();
  await panel.show('Files');
  await panel.button('Save Debug blob').waitFor();
  await keep(window, 'devtools-files');

  // Time alone broke it; a blob knows of time by what happens in it.
  await visitor.close();
  const beside = new PanelView(await extension.openPanelTab());
  await beside.show('Files');
  const saved = await beside.save('Debug blob');
  const file = { name: saved.suggestedFilename(), text: await readFile(await saved.path(), 'utf8') };
  const elsewhere = await context.newPage();
  await elsewhere.setViewportSize(windowSize);
  await elsewhere.goto(extension.addressOf('src/panel/panel.html'));
  const offline = new PanelView(elsewhere);
  await offline.read(file);
  await offline.show('Promises');
  await offline.button('Show in the timeline').waitFor();
  await keep(elsewhere, 'devtools-imported');
}

async function start(panel: PanelView, fault: string, seconds?: number): Promise<void> {
  const card = panel.view.getByRole('form', { name: fault, exact: true });
  if (seconds !== undefined) await card.getByRole('spinbutton').fill(String(seconds));
  await card.getByRole('button', { name: /^(Start|Do it)$/ }).click();
}

async function keepPopup(extension: ExtensionBrowser, page: Page, name: string): Promise<void> {
  const popup = await openPopup(extension, page);
  await popup.getByRole('button', { name: /^(Watch this site|Copy debug info)$/ }).waitFor();
  await keep(popup, name);
  await popup.close();
}
