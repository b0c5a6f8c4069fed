import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { AgentApi } from '../support/agent-api.ts';
import { sites } from '../support/fixtures.ts';
import { Inbox } from '../support/inbox.ts';
import { ensureChromium } from '../support/install-chromium.ts';
import { Visitor, words } from '../support/visitor.ts';
import { createWorld, type World } from '../support/world.ts';
import { takeDevtools } from './devtools.ts';
import { composeHero } from './hero.ts';
import { keep } from './keep.ts';

const jug = '/product?id=jug';
/** A browser as people have it, since the inbox names it. */
const userAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const shopView = { width: 940, height: 700 };
const inboxView = { width: 1320, height: 800 };
const phoneView = { width: 390, height: 844 };

/** The pictures of the documents, taken of the running product: `npm run pictures`, or `-- devtools` for those alone. */
async function takeAll(only: string | undefined): Promise<void> {
  const world = await createWorld();
  try {
    const marta = await AgentApi.signIn(world.serverOrigin, sites.alfar.agents[0], world.password);
    if (only !== 'devtools') await takeProduct(world, marta);
    await takeDevtools(world, marta);
  } finally {
    await world.close();
  }
}

async function takeProduct(world: World, marta: AgentApi): Promise<void> {
  const browser = await chromium.launch(await ensureChromium());
  try {
    // First, while the inbox has nothing but the demo's own conversations.
    await takeHero(browser, world, marta);
    await takeWidget(browser, world, marta);
    await takeDark(browser, world, marta);
    await takePhone(browser, world, marta);
  } finally {
    await browser.close();
  }
}

async function takeWidget(browser: Browser, world: World, marta: AgentApi): Promise<void> {
  const visitor = await visit(browser, world, 'Nora Lindqvist', jug, { viewport: shopView });
  await visitor.launcher.waitFor();
  await keep(visitor.page, 'widget-closed');
  await visitor.open();
  await keep(visitor.page, 'widget-home');
  await visitor.startButton.click();
  await visitor.panel.getByRole('textbox', { name: words.name }).fill(visitor.name);
  await keep(visitor.page, 'widget-prechat');
  await visitor.panel.getByRole('textbox', { name: words.email }).fill(visitor.email);
  await visitor.button(words.startChat).click();
  const conversationId = await talk(visitor, marta);
  await keep(visitor.page, 'widget-thread');
  await marta.solve(conversationId);
  await visitor.panel.getByRole('radio', { name: words.rate5 }).check({ force: true });
  await keep(visitor.page, 'widget-survey');
  await visitor.page.context().close();
}

async function takeDark(browser: Browser, world: World, marta: AgentApi): Promise<void> {
  const visitor = await visit(browser, world, 'Milo Brandt', jug, {
    viewport: shopView,
    colorScheme: 'dark',
  });
  await visitor.open();
  await visitor.start();
  await talk(visitor, marta);
  await keep(visitor.page, 'widget-dark');
  await visitor.page.context().close();
}

async function takePhone(browser: Browser, world: World, marta: AgentApi): Promise<void> {
  const visitor = await visit(browser, world, 'Ines Prat', '/', {
    viewport: phoneView,
    isMobile: true,
    hasTouch: true,
  });
  await visitor.open();
  await visitor.start();
  await talk(visitor, marta);
  await keep(visitor.page, 'widget-phone');
  await visitor.page.context().close();
}

async function takeHero(browser: Browser, world: World, marta: AgentApi): Promise<void> {
  const visitor = await visit(browser, world, 'Greta Holm', jug, { viewport: shopView });
  const context = await newContext(browser, { viewport: inboxView });
  const inbox = await Inbox.resume(await context.newPage(), world.publicOrigin, marta);
  await visitor.open();
  await visitor.start();
  await talk(visitor, marta);
  await inbox.pick(visitor.name);
  await inbox.note('The two pieces are on the shelf by the kiln.');
  await visitor.send('Then I take both. Thank you, Marta!');
  await inbox.line('Then I take both').waitFor();
  await visitor.bubble('Then I take both').getByText(words.seen).waitFor();
  await keep(inbox.page, 'inbox');
  const shot = (page: Page) => page.screenshot({ animations: 'disabled' });
  const [shop, desk] = [await shot(visitor.page), await shot(inbox.page)];
  await keep(await composeHero(await context.newPage(), shop, desk), 'hero');
  await context.close();
}

/** What the visitor asks and the agent answers, the same in every picture. */
async function talk(visitor: Visitor, marta: AgentApi): Promise<string> {
  await visitor.send('Hello! Do you still have the moss jug in the small size?');
  await visitor.expectSent('Hello! Do you still');
  const conversationId = await visitor.conversationId();
  await marta.take(conversationId);
  await marta.reply(
    conversationId,
    'Good morning! Two came out of the last firing. Shall I set one aside for you?',
  );
  await visitor.bubble('Two came out').waitFor();
  await visitor.send('Yes please. May I see a picture of both before I choose?');
  await visitor.expectSent('Yes please');
  await marta.read(conversationId);
  await marta.reply(conversationId, 'Of course: https://example.com/jugs-of-march');
  await visitor.bubble('Of course').waitFor();
  return conversationId;
}

async function visit(
  browser: Browser,
  world: World,
  name: string,
  path: string,
  options: BrowserContextOptions,
): Promise<Visitor> {
  const context = await newContext(browser, options);
  const page = await context.newPage();
  await page.goto(`${world.shopOrigin}${path}`);
  return new Visitor(page, sites.alfar.widgetId, name);
}

function newContext(browser: Browser, options: BrowserContextOptions) {
  return browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', userAgent, ...options });
}

await takeAll(process.argv[2]);
