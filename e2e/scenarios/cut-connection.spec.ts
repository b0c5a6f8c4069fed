import { conversationsOf, saidIn } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

/** How long the scenario is cut off: its content, and not a way to wait. */
const offlineMs = 10_000;

test('[R3.4][R2.E][B12][C11] ten seconds without a connection lose nothing in either direction', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  test.slow();
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('before');
  await inbox.pick(visitor.name);
  const conversationId = await visitor.conversationId();

  world.cable.cut();
  const back = new Promise((resolve) => setTimeout(resolve, offlineMs));
  await expect(visitor.panel).toContainText(words.reconnecting);
  await visitor.send('written while cut off, 1');
  await inbox.reply('answered while cut off, 1');
  await visitor.send('written while cut off, 2');
  await inbox.reply('answered while cut off, 2');
  await back;
  expect(await visitor.said()).not.toContain('answered while cut off, 1');

  const requestsBefore = world.cable.requests.length;
  world.cable.restore();
  // By itself, at a moment that is drawn by lot.
  await expect(visitor.panel).not.toContainText(words.reconnecting, { timeout: 40_000 });
  await visitor.expectSaid(
    'before',
    'answered while cut off, 1',
    'answered while cut off, 2',
    'written while cut off, 1',
    'written while cut off, 2',
  );
  for (const n of [1, 2]) await expect(inbox.line(`written while cut off, ${n}`)).toHaveCount(1);
  expect(world.cable.requests.slice(requestsBefore).some((line) => /\/sync\?/.test(line))).toBe(true);
  expect(await saidIn(world.database, conversationId)).toEqual([
    'visitor: before',
    'agent: answered while cut off, 1',
    'agent: answered while cut off, 2',
    'visitor: written while cut off, 1',
    'visitor: written while cut off, 2',
  ]);
});

test('[R3.4][B6] solved while the browser was offline: the widget learns it, and writing reopens the same one', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('before');
  const conversationId = await visitor.conversationId();
  const marta = await agent();

  await visitor.page.context().setOffline(true);
  world.cable.dropSockets();
  await expect(visitor.panel).toContainText(words.offline);
  await visitor.send('written offline');
  await expect(visitor.bubble('written offline')).toContainText(words.held);
  await marta.reply(conversationId, 'all done');
  await marta.solve(conversationId);

  await visitor.page.context().setOffline(false);
  await expect
    .poll(() => saidIn(world.database, conversationId))
    .toEqual(['visitor: before', 'agent: all done', 'visitor: written offline']);
  await visitor.expectSaid('before', 'all done', 'written offline');
  await expect.poll(async () => (await visitor.debug()).fields.status).toBe('waiting');
  expect(await conversationsOf(world.database, await visitor.contactId())).toMatchObject([
    { conversation_id: conversationId, status: 'waiting' },
  ]);
});

test('[R3.4][C1][C2][C6][R2.D] an answer lost after the write shows the message once, on both sides', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('before');
  await inbox.pick(visitor.name);

  // Twice: a browser repeats a request by itself where a kept connection breaks.
  world.cable.loseAnswers('/messages', 2);
  await visitor.send('heard, and nobody said so');
  await expect(visitor.bubble('heard, and nobody said so')).toContainText(words.seen);
  await visitor.expectSaid('before', 'heard, and nobody said so');
  await expect(inbox.line('heard, and nobody said so')).toHaveCount(1);
  expect(await saidIn(world.database, await visitor.conversationId())).toEqual([
    'visitor: before',
    'visitor: heard, and nobody said so',
  ]);
  const sends = world.cable.requests.filter((line) => /^POST .*\/messages/.test(line));
  expect(sends.length).toBeGreaterThan(2);
});

test('[R3.4][A8] an answer lost after the start opens nothing twice', async ({ newVisitor, world }) => {
  const visitor = await newVisitor({ site: 'norte' });
  await visitor.open();
  world.cable.loseAnswers('/sessions', 2);
  await visitor.startButton.click();
  await visitor.send('still one');
  await visitor.expectSent('still one');
  expect(await conversationsOf(world.database, await visitor.contactId())).toHaveLength(1);
});

test('[R3.4][B1][B8] a socket that breaks again and again leaves no gap', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('0');
  const conversationId = await visitor.conversationId();
  const marta = await agent();
  for (let n = 1; n <= 4; n += 1) {
    world.cable.dropSockets();
    await marta.reply(conversationId, `agent ${n}`);
    await visitor.send(`visitor ${n}`);
    await expect(visitor.bubble(`agent ${n}`)).toHaveCount(1);
    await expect(visitor.bubble(`visitor ${n}`)).toHaveCount(1);
  }
  await expect.poll(() => saidIn(world.database, conversationId)).toHaveLength(1 + 2 * 4);
  const stored = (await saidIn(world.database, conversationId)).map((line) => line.replace(/^\w+: /, ''));
  await visitor.expectSaid(...stored);
});

test('[R3.4][B13] the product crashes and starts again in the middle: both sides go on', async ({
  newVisitor,
  newInbox,
  world,
  watch,
}) => {
  test.slow();
  watch.allow(/^answer: 50[23]/);
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('before the crash');
  await inbox.pick(visitor.name);
  const conversationId = await visitor.conversationId();

  await world.stopProduct('killed');
  await visitor.send('while it was down');
  await inbox.reply('the agent too');
  await world.startProduct();

  await expect(visitor.bubble('while it was down')).toContainText(/Sent|Seen/, { timeout: 45_000 });
  await expect(inbox.line('while it was down')).toHaveCount(1, { timeout: 45_000 });
  await expect(visitor.bubble('the agent too')).toHaveCount(1, { timeout: 45_000 });
  const stored = (await saidIn(world.database, conversationId)).map((line) => line.replace(/^\w+: /, ''));
  expect([...stored].sort()).toEqual(['before the crash', 'the agent too', 'while it was down']);
  await visitor.expectSaid(...stored);
});
