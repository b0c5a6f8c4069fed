import { saidIn } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';

test('[R3.2][C5] a message sent in one tab appears once in the other, in both directions', async ({
  newVisitor,
  newTab,
  newInbox,
}) => {
  const left = await newVisitor();
  await left.chat('from the left');
  const right = await newTab(left);
  await right.openConversation();
  await right.expectSaid('from the left');

  const inbox = await newInbox();
  await inbox.pick(left.name);
  await right.send('from the right');
  await left.expectSaid('from the left', 'from the right');
  await inbox.reply('from the agent');
  for (const tab of [left, right]) await tab.expectSaid('from the left', 'from the right', 'from the agent');
  expect(await right.conversationId()).toBe(await left.conversationId());
  await expect(inbox.line('from the right')).toHaveCount(1);
});

test('[R3.2][R2.D][C7] both tabs send at once: every message once, in one order everywhere', async ({
  newVisitor,
  newTab,
  newInbox,
  world,
}) => {
  const left = await newVisitor();
  await left.chat('first');
  const right = await newTab(left);
  await right.openConversation();
  await right.expectSaid('first');
  const inbox = await newInbox();
  await inbox.pick(left.name);

  const rounds = [1, 2, 3, 4, 5];
  world.cable.delay(40);
  const sendAll = async (tab: typeof left, name: string) => {
    for (const n of rounds) await tab.send(`${name} ${n}`);
  };
  await Promise.all([sendAll(left, 'left'), sendAll(right, 'right')]);
  const conversationId = await left.conversationId();
  await expect.poll(() => saidIn(world.database, conversationId)).toHaveLength(1 + 2 * rounds.length);
  const stored = (await saidIn(world.database, conversationId)).map((line) => line.replace('visitor: ', ''));
  for (const name of ['left', 'right']) {
    expect(stored.filter((text) => text.startsWith(name))).toEqual(rounds.map((n) => `${name} ${n}`));
  }
  await left.expectSaid(...stored);
  await right.expectSaid(...stored);
  for (const text of stored) await expect(inbox.line(text)).toHaveCount(1);
});

test('[R3.2][R2.C][D1] the unread count agrees in both tabs, and reading in one reads in both', async ({
  newVisitor,
  newTab,
  agent,
  world,
}) => {
  const left = await newVisitor();
  await left.chat('question');
  const conversationId = await left.conversationId();
  await left.close();
  const right = await newTab(left);
  await left.expectUnread(0);

  const marta = await agent();
  await marta.reply(conversationId, 'answer one');
  await marta.reply(conversationId, 'answer two');
  for (const tab of [left, right]) await tab.expectUnread(2);

  await right.page.reload();
  await right.expectUnread(2);
  await right.openConversation();
  await right.expectSaid('question', 'answer one', 'answer two');
  await left.expectUnread(0);
  await right.close();
  await right.expectUnread(0);
  await left.page.reload();
  await expect(left.launcher).toBeVisible();
  await left.expectUnread(0);
  expect(
    await world.database.rows(
      'SELECT agent_count - contact_read_agent_count AS unread FROM conversations WHERE conversation_id = $1',
      conversationId,
    ),
  ).toEqual([{ unread: 0 }]);
});
