import type { Page } from '@playwright/test';
import type { AgentApi } from '../support/agent-api.ts';
import { ensureExtension } from '../support/built-extension.ts';
import { type ExtensionBrowser, startExtensionBrowser } from '../support/extension-browser.ts';
import { PanelView } from '../support/panel-view.ts';
import { openPopup } from '../support/popup.ts';
import { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';
import { keep } from './keep.ts';

const windowSize = { width: 1280, height: 800 };
const jug = '/product?id=jug';

/** The pictures of docs/devtools.md, in the order of its story. */
export async function takeDevtools(world: World, marta: AgentApi): Promise<void> {
  await ensureExtension();
  await takeQuestion(world);
  const extension = await startExtensionBrowser({ windowSize });
  try {
    await takeStory(extension, world, marta);
  } finally {
    await extension.close();
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
  await visitor.show();

  const { window, panel: frame } = await extension.openPanel();
  const panel = new PanelView(frame);
  await panel.show('Timeline');
  await frame
    .getByText(/send “Hello! Do you still/)
    .first()
    .click();
  await keep(window, 'devtools-timeline');

  await panel.show('Faults');
  await panel.view.getByRole('switch').check();
  await start(panel, 'Clear a key', 'chatDevice-wgt_alfar');
  await start(panel, 'Expire the token');
  await keep(window, 'devtools-faults');

  await panel.show('Promises');
  await panel.view
    .getByText(/became/)
    .first()
    .waitFor();
  await keep(window, 'devtools-promise');

  await panel.show('Files');
  await keep(window, 'devtools-files');
}

async function start(panel: PanelView, fault: string, key?: string): Promise<void> {
  const card = panel.view.getByRole('form', { name: fault, exact: true });
  if (key !== undefined) await card.getByLabel('Key').selectOption(key);
  await card.getByRole('button', { name: /^(Start|Do it)$/ }).click();
}

async function keepPopup(extension: ExtensionBrowser, page: Page, name: string): Promise<void> {
  const popup = await openPopup(extension, page);
  await popup.getByRole('button', { name: /^(Watch this site|Copy debug info)$/ }).waitFor();
  await keep(popup, name);
  await popup.close();
}
