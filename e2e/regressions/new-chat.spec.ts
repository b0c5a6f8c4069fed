import { conversationsOf } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

test('[R2.B] under one conversation at a time, “New chat” says what it does and archives the one before', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('the old one');
  const first = await visitor.conversationId();
  await inbox.pick(visitor.name);

  await visitor.button(words.back).click();
  await visitor.button(words.messages).click();
  await visitor.button(words.newChat).click();
  const question = visitor.page.getByRole('alertdialog', { name: words.confirmTitle });
  await expect(question).toContainText('archived');
  await question.getByRole('button', { name: words.confirmNo }).click();
  expect(await conversationsOf(world.database, await visitor.contactId())).toHaveLength(1);

  world.cable.delay(300);
  await visitor.button(words.newChat).click();
  await question.getByRole('button', { name: words.confirmYes }).dblclick();
  await expect(visitor.messageBox).toBeVisible();
  await visitor.send('the new one');
  await visitor.expectSent('the new one');
  world.cable.restore();
  const second = await visitor.conversationId();
  expect(await conversationsOf(world.database, await visitor.contactId())).toEqual([
    { conversation_id: first, status: 'archived', archived_reason: 'replaced', last_seq: 1 },
    { conversation_id: second, status: 'waiting', archived_reason: null, last_seq: 1 },
  ]);
  await expect(inbox.page.getByRole('region', { name: 'Conversation', exact: true })).toContainText(
    'started a new chat',
  );

  await visitor.button(words.back).click();
  await visitor.panel.getByRole('listitem').filter({ hasText: 'the old one' }).getByRole('button').click();
  await visitor.expectSaid('the old one');
  await expect(visitor.messageBox).toBeHidden();
  await expect(visitor.panel).toContainText(words.replaced);
  await visitor.button(words.goOpen).click();
  await visitor.expectSaid('the new one');
});

test('[R2.B][R4.4] under several at a time, “New chat” opens one more and the list shows them all', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor({ site: 'norte' });
  await visitor.chat(`one of ${visitor.name}`);
  const first = await visitor.conversationId();
  await visitor.page.getByRole('button', { name: 'Report a problem' }).click();
  // Empty: asking again leads to the same one.
  await visitor.page.getByRole('button', { name: 'Report a problem' }).click();
  await visitor.send(`two of ${visitor.name}`);
  await visitor.expectSent('two of');
  const second = await visitor.conversationId();
  expect(await conversationsOf(world.database, await visitor.contactId())).toMatchObject([
    { conversation_id: first, status: 'waiting' },
    { conversation_id: second, status: 'waiting' },
  ]);
  const ines = await agent('norte');
  await ines.reply(first, 'answer to one');
  await visitor.button(words.back).click();
  await visitor.button(words.messages).click();
  const rows = visitor.panel.getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('answer to one');
  await expect(rows.last()).toContainText(`two of ${visitor.name}`);
});
