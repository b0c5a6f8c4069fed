import { randomUUID } from 'node:crypto';
import { conversationsOf } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { signUser } from '../support/identity.ts';
import { words } from '../support/visitor.ts';

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

for (const [name, profile] of profiles) {
  test(`[R3.5] a profile that is ${name} leaves a known visitor who they are, and asks them nothing`, async ({
    newVisitor,
    agent,
    world,
  }) => {
    const visitor = await newVisitor();
    await visitor.chat('hello');
    const contactId = await visitor.contactId();
    const conversationId = await visitor.conversationId();
    await (await agent()).solve(conversationId);
    await visitor.button(words.skip).click();

    await visitor.page.evaluate(
      ([key, value]) => (value === null ? localStorage.removeItem(key!) : localStorage.setItem(key!, value!)),
      [`chatVisitorProfile-${visitor.widgetId}`, profile],
    );
    await visitor.page.reload();
    await expect(visitor.thread).toBeVisible();
    await visitor.button(words.back).click();
    await visitor.startButton.click();
    await expect(visitor.messageBox).toBeVisible();
    await visitor.send('a second chat');
    await expect(visitor.bubble('a second chat')).toContainText(words.sent);
    expect(await visitor.contactId()).toBe(contactId);
    expect(await conversationsOf(world.database, contactId)).toHaveLength(2);
    expect(
      await world.database.rows('SELECT name, email FROM contacts WHERE contact_id = $1', contactId),
    ).toEqual([{ name: visitor.name, email: visitor.email }]);
  });
}

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
  await expect(visitor.bubble('somebody else')).toContainText(words.sent);
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

for (const [name, profile] of profiles) {
  test(`[R3.5][E1][E4] a profile that is ${name} does not stand in the way of a merge`, async ({
    newVisitor,
    world,
  }) => {
    const visitor = await newVisitor();
    await visitor.chat('before signing in');
    const conversationId = await visitor.conversationId();
    const anonymousId = await visitor.contactId();
    if (profile === null)
      await visitor.page.evaluate(() => localStorage.removeItem('chatVisitorProfile-wgt_alfar'));
    else await visitor.store('chatVisitorProfile', profile);
    await visitor.page.reload();

    const user = await signUser(world.database, 'alfar', visitor.name);
    expect(await visitor.call('identify', user)).toMatchObject({ verified: true });
    await visitor.expectSaid('before signing in');
    expect(await visitor.conversationId()).toBe(conversationId);
    await visitor.page.reload();
    await visitor.expectSaid('before signing in');
    const rows = await world.database.rows(
      'SELECT user_id, name, email FROM contacts WHERE contact_id = $1',
      await visitor.contactId(),
    );
    expect(rows).toEqual([{ user_id: user.userId, name: user.name, email: user.email }]);
    expect(await conversationsOf(world.database, anonymousId)).toMatchObject([
      { conversation_id: conversationId },
    ]);
  });
}

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
  await expect(visitor.bubble('no questions asked')).toContainText(words.sent);
});
