import { conversationsOf, saidIn } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { signUser } from '../support/identity.ts';
import { words } from '../support/visitor.ts';

test('[E8][E9] signing out in one tab leaves nothing of the person in either, on screen or in storage', async ({
  newVisitor,
  newTab,
  agent,
  world,
}) => {
  const left = await newVisitor();
  await left.call('identify', await signUser(world.database, 'alfar', left.name));
  await left.chat('private matters');
  const conversationId = await left.conversationId();
  const right = await newTab(left);
  await right.openConversation();
  await right.expectSaid('private matters');

  await left.call('logout');
  for (const tab of [left, right]) {
    await expect(tab.page.getByText('private matters')).toHaveCount(0);
    await expect.poll(async () => (await tab.debug()).contactId).toBeNull();
  }
  // Each tab's browser process hears a little later what the other one changed.
  for (const tab of [left, right]) {
    const kept = () => tab.page.evaluate(() => JSON.stringify({ ...localStorage }));
    for (const trace of ['private matters', left.name, conversationId])
      await expect.poll(kept).not.toContain(trace);
  }

  await (await agent()).reply(conversationId, 'for the person who left');
  for (const tab of [left, right]) {
    await tab.page.reload();
    await expect(tab.launcher.or(tab.panel).first()).toBeVisible();
    await tab.expectUnreadTotal(0);
    await expect(tab.page.getByText('for the person who left')).toHaveCount(0);
  }
});

test('[E9] one verified person after another on one device: nobody sees the other’s chat', async ({
  newVisitor,
  newTab,
  world,
}) => {
  const left = await newVisitor();
  const [ana, ben] = await Promise.all(
    ['ana', 'ben'].map((who) => signUser(world.database, 'alfar', `${who} ${left.name}`)),
  );
  await left.call('identify', ana);
  await left.chat('words of ana');
  const right = await newTab(left);
  await right.openConversation();
  await right.expectSaid('words of ana');
  const anaId = await left.contactId();

  await right.call('identify', ben);
  for (const tab of [left, right]) {
    // Between the two there is a moment without anybody.
    await expect.poll(async () => (await tab.debug()).contactId ?? anaId).not.toBe(anaId);
    await expect(tab.page.getByText('words of ana')).toHaveCount(0);
  }
  expect(await left.contactId()).toBe(await right.contactId());
  if (!(await right.panel.isVisible())) await right.open();
  await right.start();
  await right.send('words of ben');
  await right.expectSent('words of ben');
  const benId = await right.contactId();

  await right.call('identify', ana);
  await expect.poll(async () => (await right.debug()).contactId).toBe(anaId);
  await expect(right.page.getByText('words of ben')).toHaveCount(0);
  const hers = await conversationsOf(world.database, anaId);
  const his = await conversationsOf(world.database, benId);
  expect(hers).toHaveLength(1);
  expect(his).toHaveLength(1);
  expect(await saidIn(world.database, hers[0]!.conversation_id)).toEqual(['visitor: words of ana']);
  expect(await saidIn(world.database, his[0]!.conversation_id)).toEqual(['visitor: words of ben']);
  expect(
    await world.database.rows('SELECT 1 FROM contact_merges WHERE contact_id = ANY($1)', [anaId, benId]),
  ).toEqual([]);
});

test('[E12][E9] identify, logout and identify without waiting end as the last one, in every tab', async ({
  newVisitor,
  newTab,
  world,
}) => {
  const left = await newVisitor();
  const right = await newTab(left);
  const [ana, ben] = await Promise.all(
    ['ana', 'ben'].map((who) => signUser(world.database, 'alfar', `${who} ${left.name}`)),
  );
  await left.call('identify', ana);
  await left.chat('words of ana');
  world.cable.delay(150);
  await left.page.evaluate(
    async ([first, second]) => {
      const { Hilo } = window as unknown as { Hilo(...args: unknown[]): Promise<unknown> };
      await Promise.all([Hilo('logout'), Hilo('identify', first), Hilo('logout'), Hilo('identify', second)]);
    },
    [ana, ben],
  );
  world.cable.restore();
  const rows = await world.database.rows<{ contact_id: string }>(
    'SELECT contact_id FROM contacts WHERE user_id = $1',
    ben!.userId,
  );
  for (const [name, tab] of Object.entries({ left, right })) {
    const contactId = async () => (await tab.debug()).contactId;
    await expect.poll(contactId, `the ${name} tab is ben's`).toBe(rows[0]?.contact_id);
    await expect(tab.page.getByText('words of ana')).toHaveCount(0);
  }
});

test('[E2][E6] an identity without a valid proof is refused, said so, and changes nothing', async ({
  newVisitor,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('still anonymous');
  const contactId = await visitor.contactId();
  const user = await signUser(world.database, 'alfar', visitor.name);
  await expect(visitor.call('identify', { ...user, userHash: '0'.repeat(64) })).rejects.toThrow();
  await expect(visitor.call('identify', { userId: 'anybody' })).rejects.toThrow();
  expect(await visitor.contactId()).toBe(contactId);
  await visitor.send('and still talking');
  await visitor.expectSent('and still talking');
});

test('[A7][A10] two chats of one person meet at sign-in: one stays open, the other is archived and readable', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  const laptop = await newVisitor();
  const user = await signUser(world.database, 'alfar', laptop.name);
  await laptop.call('identify', user);
  await laptop.chat('from the laptop');
  const phone = await newVisitor();
  await phone.chat('from the phone, later');
  const later = await phone.conversationId();
  await phone.call('identify', user);

  const contactId = await laptop.contactId();
  expect(await phone.contactId()).toBe(contactId);
  await phone.expectSaid('from the phone, later');
  expect(await conversationsOf(world.database, contactId)).toMatchObject([
    { status: 'archived', archived_reason: 'merged' },
    { conversation_id: later, status: 'waiting' },
  ]);
  // The laptop, which looked at the archived one, is led to the one that is open.
  await laptop.expectSaid('from the phone, later');
  await phone.button(words.back).click();
  await phone.button(words.messages).click();
  await expect(phone.panel.getByRole('listitem')).toHaveCount(2);

  const inbox = await newInbox();
  await inbox.pick(user.name);
  await expect(inbox.page.getByRole('complementary', { name: 'Contact' })).toContainText('Merged from');
});

test('[E8] what was not sent before signing out is reported, and gone', async ({ newVisitor, world }) => {
  const visitor = await newVisitor();
  await visitor.chat('sent');
  const conversationId = await visitor.conversationId();
  world.cable.cut();
  await visitor.send('never sent');
  const loggedOut = visitor.call('logout').catch((error: Error) => error.message);
  await expect(visitor.panel).toContainText(/not sent before you signed out/);
  world.cable.restore();
  // The server was not told, and the page is.
  expect(await loggedOut).toContain('Unable to logout');
  expect((await visitor.storedNames()).filter((name) => name.startsWith('chatOutbox'))).toEqual([]);
  await visitor.page.reload();
  await expect(visitor.launcher.or(visitor.panel).first()).toBeVisible();
  expect(await saidIn(world.database, conversationId)).toEqual(['visitor: sent']);
});
