import { conversationsOf, saidIn } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

const reloads = 5;

test('[R3.1][A13][B11] a reload loop keeps the conversation and every message, and starts nothing', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('before any reload');
  const contactId = await visitor.contactId();
  const conversationId = await visitor.conversationId();
  await inbox.pick(visitor.name);

  const texts = ['before any reload'];
  for (let n = 1; n <= reloads; n += 1) {
    await visitor.page.reload();
    await visitor.expectSaid(...texts);
    expect(await visitor.contactId()).toBe(contactId);
    expect(await visitor.conversationId()).toBe(conversationId);
    await visitor.send(`written after reload ${n}`);
    await expect(inbox.line(`written after reload ${n}`)).toHaveCount(1);
    await inbox.reply(`answered after reload ${n}`);
    texts.push(`written after reload ${n}`, `answered after reload ${n}`);
    await visitor.expectSaid(...texts);
  }
  expect(await conversationsOf(world.database, contactId)).toMatchObject([
    { conversation_id: conversationId, status: 'active', last_seq: texts.length },
  ]);
});

test('[R3.1][C2][A9] reloads while a message is on its way deliver it once', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('hello');
  const conversationId = await visitor.conversationId();
  await inbox.pick(visitor.name);

  world.cable.delay(150);
  const texts = ['hello'];
  for (let n = 1; n <= reloads; n += 1) {
    await visitor.send(`on its way ${n}`);
    await visitor.page.reload();
    texts.push(`on its way ${n}`);
    await visitor.expectSaid(...texts);
  }
  world.cable.restore();
  await expect(visitor.bubble(texts.at(-1)!)).toContainText(words.seen);
  for (const text of texts) await expect(inbox.line(text)).toHaveCount(1);
  expect(await saidIn(world.database, conversationId)).toEqual(texts.map((text) => `visitor: ${text}`));
});

test('[R3.1][A1][A8] reloads while a chat is being started leave one conversation', async ({
  newVisitor,
  world,
}) => {
  const visitor = await newVisitor({ site: 'norte' });
  world.cable.delay(200);
  for (let n = 0; n < reloads; n += 1) {
    await visitor.show();
    if (await visitor.startButton.isVisible()) await visitor.startButton.click();
    await visitor.page.reload();
  }
  world.cable.restore();
  await visitor.show();
  if (!(await visitor.messageBox.isVisible())) await visitor.call('newChat');
  await visitor.send(`one chat only, ${visitor.name}`);
  await visitor.expectSent('one chat only');
  expect(await conversationsOf(world.database, await visitor.contactId())).toHaveLength(1);
});
