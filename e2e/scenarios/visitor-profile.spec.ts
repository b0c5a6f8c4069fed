import { randomUUID } from 'node:crypto';
import { conversationsOf } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { signUser } from '../support/identity.ts';
import { type Visitor, words } from '../support/visitor.ts';

const anothers = { name: 'Somebody Else', email: 'somebody.else@example.com' };

/** What may stand in `chatVisitorProfile-*`; null: nothing. */
const profiles: [string, string | null][] = [
  ['absent', null],
  ['stale', JSON.stringify({ name: 'An Older Name', email: 'older@example.com' })],
  ['another visitor’s', JSON.stringify({ ...anothers, contactId: randomUUID(), userId: 'somebody' })],
  ['cut off', '{"name":"Vi'],
  ['of other types', '{"name":{"first":1},"email":[],"phone":true}'],
  ['not an object', '"Vi"'],
  ['of a prototype', '{"__proto__":{"name":"x"},"constructor":"y"}'],
  ['far too big', JSON.stringify({ name: 'x'.repeat(600_000) })],
];

function setProfile({ page, widgetId }: Visitor, profile: string | null): Promise<void> {
  return page.evaluate(
    ([key, value]) => (value === null ? localStorage.removeItem(key!) : localStorage.setItem(key!, value!)),
    [`chatVisitorProfile-${widgetId}`, profile],
  );
}

test('[R3.5] whatever the profile is, a known visitor stays who they are and is asked nothing', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor();
  const marta = await agent();
  await visitor.chat('chat 0');
  const contactId = await visitor.contactId();
  let chats = 1;
  for (const [name, profile] of profiles) {
    await test.step(name, async () => {
      await marta.solve(await visitor.conversationId());
      await visitor.button(words.skip).click();
      await visitor.button(words.back).click();
      await setProfile(visitor, profile);
      await visitor.page.reload();
      await visitor.startButton.click();
      await expect(visitor.messageBox).toBeVisible();
      await visitor.send(`chat ${chats}`);
      await visitor.expectSent(`chat ${chats}`);
      chats += 1;
      expect(await visitor.contactId()).toBe(contactId);
      expect(await conversationsOf(world.database, contactId)).toHaveLength(chats);
    });
  }
  expect(
    await world.database.rows('SELECT name, email FROM contacts WHERE contact_id = $1', contactId),
  ).toEqual([{ name: visitor.name, email: visitor.email }]);
});

test('[R3.5][E6][E11] another visitor’s profile fills the form for a newcomer, and makes them nobody else', async ({
  newVisitor,
  world,
}) => {
  const other = await newVisitor();
  await other.chat('my own business');
  const left = await other.stored('chatVisitorProfile');
  expect(left).toContain(other.email);

  const visitor = await newVisitor();
  await visitor.store('chatVisitorProfile', left!);
  await visitor.page.reload();
  await visitor.open();
  await visitor.startButton.click();
  await expect(visitor.panel.getByRole('textbox', { name: words.name })).toHaveValue(other.name);
  await visitor.button(words.startChat).click();
  await expect(visitor.messageBox).toBeVisible();
  await visitor.send('somebody else altogether');
  await visitor.expectSent('somebody else');
  expect(await visitor.contactId()).not.toBe(await other.contactId());
  expect(await visitor.said()).toEqual(['somebody else altogether']);
  expect(await conversationsOf(world.database, await other.contactId())).toHaveLength(1);
});

test('[R3.5][A13] an unknown visitor is asked, whatever the profile says', async ({ newVisitor, world }) => {
  const visitor = await newVisitor();
  await visitor.store('chatVisitorProfile', JSON.stringify({ ...anothers, submitted: true, skip: true }));
  await visitor.page.reload();
  await visitor.open();
  await visitor.startButton.click();
  await expect(visitor.panel.getByRole('heading', { name: words.prechatTitle })).toBeVisible();
  expect(await world.database.rows('SELECT 1 FROM contacts WHERE email = $1', anothers.email)).toEqual([]);
});

test('[R3.5][E1][E4] whatever the profile is, it does not stand in the way of a merge', async ({
  newVisitor,
  world,
}) => {
  const visitor = await newVisitor();
  for (const [name, profile] of profiles) {
    await test.step(name, async () => {
      const text = `before signing in, with a profile that is ${name}`;
      await visitor.chat(text);
      const conversationId = await visitor.conversationId();
      const anonymousId = await visitor.contactId();
      await setProfile(visitor, profile);
      await visitor.page.reload();

      const user = await signUser(world.database, 'alfar', `${visitor.name} ${name}`);
      expect(await visitor.call('identify', user)).toMatchObject({ verified: true });
      await visitor.expectSaid(text);
      expect(await visitor.conversationId()).toBe(conversationId);
      const rows = await world.database.rows(
        'SELECT user_id, name, email FROM contacts WHERE contact_id = $1',
        await visitor.contactId(),
      );
      expect(rows).toEqual([{ user_id: user.userId, name: user.name, email: user.email }]);
      expect(await conversationsOf(world.database, anonymousId)).toMatchObject([
        { conversation_id: conversationId },
      ]);
      await visitor.call('logout');
      await visitor.close();
    });
  }
});

test('[R3.5][E1] who signed in with name and e-mail is never asked for them', async ({
  newVisitor,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.call('identify', await signUser(world.database, 'alfar', visitor.name));
  await visitor.open();
  await visitor.startButton.click();
  await expect(visitor.messageBox).toBeVisible();
  await visitor.send('no questions asked');
  await visitor.expectSent('no questions asked');
});
