import { conversationsOf, type Database } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { type Visitor, words } from '../support/visitor.ts';

/** Each way, on every byte. */
const latencyMs = 400;

/** The one conversation there is, open, after whatever was clicked. */
async function expectOneOpen(database: Database, visitor: Visitor): Promise<void> {
  await expect(visitor.messageBox).toBeVisible();
  await visitor.send(`the first words of ${visitor.name}`);
  await visitor.expectSent('the first words');
  const { fields } = await visitor.debug();
  expect(await conversationsOf(database, fields.contactId!)).toMatchObject([
    { conversation_id: fields.conversationId, status: 'waiting', last_seq: 1 },
  ]);
  // Also none of anybody else that this device took part in.
  const taken = await database.rows(
    'SELECT conversation_id FROM sessions WHERE device_id = $1',
    fields.deviceId,
  );
  expect(taken).toEqual([{ conversation_id: fields.conversationId }]);
}

const ways: [string, (visitor: Visitor) => Promise<void>][] = [
  ['a double click', (visitor) => visitor.startButton.dblclick()],
  ['a triple click', (visitor) => visitor.startButton.click({ clickCount: 3 })],
  [
    'Enter, many times',
    async (visitor) => {
      await visitor.startButton.focus();
      for (let n = 0; n < 6; n += 1) await visitor.page.keyboard.press('Enter');
    },
  ],
  [
    'clicks half a second apart',
    async (visitor) => {
      await visitor.startButton.click();
      await visitor.button(words.back).click();
      await visitor.panel
        .getByRole('button')
        .filter({ hasText: /Send us a message|One moment/ })
        .click();
    },
  ],
];

for (const [name, click] of ways) {
  test(`[R3.3][R2.A][A1][A2][A3][A6] ${name} on “Send us a message” under latency opens one conversation`, async ({
    newVisitor,
    world,
  }) => {
    const visitor = await newVisitor({ site: 'norte' });
    await visitor.open();
    world.cable.delay(latencyMs);
    await click(visitor);
    await expectOneOpen(world.database, visitor);
  });
}

test('[R3.3][R2.B] a double click on the start and on the form under latency opens one conversation', async ({
  newVisitor,
  world,
  agent,
}) => {
  const visitor = await newVisitor();
  await visitor.open();
  world.cable.delay(latencyMs);
  await visitor.startButton.dblclick();
  await visitor.panel.getByRole('textbox', { name: words.name }).fill(visitor.name);
  await visitor.panel.getByRole('textbox', { name: words.email }).fill(visitor.email);
  await visitor.button(words.startChat).dblclick();
  await expectOneOpen(world.database, visitor);
  expect(await (await agent()).find(visitor.name)).toMatchObject({ status: 'waiting' });
});

test('[R3.3][R2.A][A4][A5] starting in two tabs at once opens one conversation', async ({
  newVisitor,
  newTab,
  newInbox,
  world,
}) => {
  const left = await newVisitor();
  const right = await newTab(left);
  await left.open();
  await right.open();
  world.cable.delay(latencyMs);
  await Promise.all([left.startButton.dblclick(), right.startButton.dblclick()]);
  await Promise.all([left.fillPrechat(), right.fillPrechat()]);
  for (const tab of [left, right]) await expect(tab.messageBox).toBeVisible();
  await expectOneOpen(world.database, left);
  expect(await right.conversationId()).toBe(await left.conversationId());

  const inbox = await newInbox();
  await inbox.choose('All');
  await expect(inbox.row(left.name)).toHaveCount(1);
  await inbox.pick(left.name);
  await inbox.reply('one answer');
  for (const tab of [left, right]) await expect(tab.bubble('one answer')).toHaveCount(1);
});
