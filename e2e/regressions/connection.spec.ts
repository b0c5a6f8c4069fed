import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

test('[B5][B3][B9] a socket that is dead without a word is found out when the person looks', async ({
  newOwnVisitor,
  agent,
  world,
}) => {
  const { visitor, own } = await newOwnVisitor();
  await visitor.chat('question');
  const conversationId = await visitor.conversationId();
  const other = await own.context.newPage();
  await other.bringToFront();
  world.cable.freezeSockets('down');
  await (await agent()).reply(conversationId, 'sent into the void');
  await visitor.page.bringToFront();
  await visitor.expectSaid('question', 'sent into the void');
  await visitor.send('heard you');
  await visitor.expectSent('heard you');
  await (await agent()).reply(conversationId, 'and I you');
  await expect(visitor.bubble('and I you')).toHaveCount(1);
});

test('[B5] a socket that takes and does not give is replaced by the heartbeat', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor({ prepare: (page) => page.clock.install() });
  await visitor.chat('question');
  await expect.poll(() => world.cable.socketCount).toBeGreaterThan(0);
  world.cable.freezeSockets('down');
  await (await agent()).reply(await visitor.conversationId(), 'sent into the void');
  // The ping is due, then its answer is overdue.
  await visitor.page.clock.runFor(36_000);
  await visitor.expectSaid('question', 'sent into the void');
});

test('[B3][B9][B14] a page that was frozen catches up when it wakes', async ({
  newOwnVisitor,
  agent,
  world,
}) => {
  const { visitor, own } = await newOwnVisitor();
  await visitor.chat('question');
  const conversationId = await visitor.conversationId();
  await own.freeze(visitor.page);
  world.cable.freezeSockets('both');
  await (await agent()).reply(conversationId, 'while you slept');
  await own.thaw(visitor.page);
  await visitor.page.bringToFront();
  await visitor.expectSaid('question', 'while you slept');
});

test('[B4] back from the page cache, the page shows what happened meanwhile', async ({
  newOwnVisitor,
  agent,
}) => {
  const { visitor } = await newOwnVisitor();
  await visitor.chat('question');
  const conversationId = await visitor.conversationId();
  await visitor.page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
  await visitor.page.evaluate(() => location.assign('/strict'));
  await visitor.page.waitForURL('**/strict');
  await (await agent()).reply(conversationId, 'while you were elsewhere');
  await visitor.page.evaluate(() => setTimeout(() => history.back()));
  await expect(async () => {
    expect(await visitor.page.evaluate(() => [location.pathname, 'isTheSamePage' in window])).toEqual([
      '/',
      true,
    ]);
  }, 'the browser kept the page').toPass();
  await visitor.expectSaid('question', 'while you were elsewhere');
});

test('[H6][B1] where WebSockets are blocked, messages still arrive both ways, and the widget says why it is slow', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  world.cable.blockSockets();
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('no sockets here');
  await inbox.pick(visitor.name);
  await inbox.reply('none needed');
  await expect(visitor.panel).toContainText(words.slow);
  await visitor.expectSaid('no sockets here', 'none needed');
  await visitor.send('good');
  await expect(inbox.line('good')).toHaveCount(1);
  world.cable.restore();
  await expect(visitor.panel).not.toContainText(words.slow, { timeout: 40_000 });
});

test('[B1] the first load fails: the widget says so, tries again when asked, and goes on when it can', async ({
  newVisitor,
}) => {
  let tries = 0;
  const visitor = await newVisitor({
    prepare: (page) =>
      page.route('**/bootstrap?*', (route) => {
        tries += 1;
        return route.abort();
      }),
  });
  await visitor.open();
  await expect(visitor.panel).toContainText(words.bootFailed);
  const triesBefore = tries;
  await visitor.button(words.retry).click();
  await expect.poll(() => tries).toBeGreaterThan(triesBefore);
  await visitor.page.unroute('**/bootstrap?*');
  await expect(visitor.startButton).toBeVisible({ timeout: 40_000 });
});

test('[B1] a sync that fails is visible and tried again', async ({ newVisitor, agent, world }) => {
  const visitor = await newVisitor();
  await visitor.chat('question');
  await visitor.page.route('**/sync?*', (route) => route.abort());
  world.cable.dropSockets();
  await (await agent()).reply(await visitor.conversationId(), 'missed');
  await expect(visitor.panel).toContainText(words.syncFailed);
  await visitor.page.unroute('**/sync?*');
  await visitor.expectSaid('question', 'missed');
  await expect(visitor.panel).not.toContainText(words.syncFailed);
});

for (const hours of [-2, 2]) {
  test(`[H9] a client clock that is ${hours} h off orders nothing and shows the server’s times`, async ({
    newVisitor,
    newInbox,
  }) => {
    const visitor = await newVisitor({
      prepare: (page) => page.clock.install({ time: Date.now() + hours * 3_600_000 }),
    });
    const inbox = await newInbox();
    await visitor.chat('one');
    await inbox.pick(visitor.name);
    await inbox.reply('two');
    await expect(visitor.bubble('two')).toHaveCount(1);
    await visitor.send('three');
    await inbox.line('three').waitFor();
    await inbox.reply('four');
    await visitor.expectSaid('one', 'two', 'three', 'four');
    await visitor.page.reload();
    await visitor.expectSaid('one', 'two', 'three', 'four');
    const now = Date.now();
    const clockOf = (at: number) => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(at);
    await expect(visitor.bubble('four')).toContainText(
      new RegExp([0, 60_000, 120_000].map((agoMs) => clockOf(now - agoMs)).join('|')),
    );
  });
}
