import { expect, test } from '../support/fixtures.ts';
import { signUser } from '../support/identity.ts';
import { words } from '../support/visitor.ts';

const attentionMs = 60_000;

test('[D1][R2.C] a reply while the tab is hidden is unread until the person comes back', async ({
  newOwnVisitor,
  agent,
  world,
}) => {
  const { visitor, own } = await newOwnVisitor();
  await visitor.chat('question');
  const conversationId = await visitor.conversationId();
  const unreadInDatabase = async () => {
    const [row] = await world.database.rows<{ unread: number }>(
      'SELECT agent_count - contact_read_agent_count AS unread FROM conversations WHERE conversation_id = $1',
      conversationId,
    );
    return row?.unread;
  };

  const other = await own.context.newPage();
  await other.bringToFront();
  await expect.poll(() => visitor.page.evaluate(() => document.visibilityState)).toBe('hidden');
  await (await agent()).reply(conversationId, 'answer while hidden');
  // It arrives, since the socket is alive, and is not read, since nobody looks.
  await expect(visitor.bubble('answer while hidden')).toHaveCount(1);
  await visitor.expectUnreadTotal(1);
  await visitor.send('typed by a script, not seen by a person');
  await visitor.expectSent('typed by a script');
  expect(await unreadInDatabase()).toBe(1);

  await visitor.page.bringToFront();
  await expect.poll(unreadInDatabase).toBe(0);
  // The widget hears of it a moment after the database knows.
  await visitor.expectUnreadTotal(0);
});

test('[D1] a reply to somebody who walked away from the open thread is unread until they move', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor({ prepare: (page) => page.clock.install() });
  await visitor.chat('question');
  const conversationId = await visitor.conversationId();
  await visitor.page.clock.fastForward(attentionMs + 1_000);
  const marta = await agent();
  await marta.reply(conversationId, 'answer to nobody');
  await expect(visitor.bubble('answer to nobody')).toHaveCount(1);
  await visitor.expectUnreadTotal(1);
  expect((await marta.thread(conversationId)).conversation.contactReadSeq).toBeLessThan(2);

  // A page that scrolls by itself, or puts the caret into a field, is nobody at work.
  const activity = () =>
    visitor.page.evaluate(() => {
      const widgets = Reflect.get(globalThis, Symbol.for('hilo.devtools')) as {
        recorder: { events(): { kind: string; what?: string }[] };
      }[];
      return widgets[0]?.recorder.events().filter(({ kind, what }) => kind === 'page' && what === 'active')
        .length;
    });
  const before = await activity();
  await visitor.page.evaluate(async () => {
    const field = document.body.appendChild(document.createElement('input'));
    document.body.style.height = '9000px';
    const scrolled = new Promise((resolve) =>
      addEventListener('scroll', resolve, { once: true, capture: true }),
    );
    scrollTo(0, 5_000);
    await scrolled;
    field.focus();
  });
  expect(await activity()).toBe(before);
  await visitor.expectUnreadTotal(1);

  await visitor.page.mouse.move(40, 40);
  await visitor.page.mouse.move(60, 60);
  await visitor.expectUnreadTotal(0);
  await expect
    .poll(() =>
      world.database.rows(
        'SELECT contact_read_seq FROM conversations WHERE conversation_id = $1',
        conversationId,
      ),
    )
    .toEqual([{ contact_read_seq: 2 }]);
});

test('[D5][D8] the badge clears when the thread is opened, not only when the visitor writes', async ({
  newVisitor,
  newInbox,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('question');
  await inbox.pick(visitor.name);
  await visitor.button(words.back).click();
  await visitor.close();
  await inbox.reply('here you are');
  await visitor.expectUnread(1);
  await expect(inbox.line('here you are')).toContainText('Sent');

  // The home screen shows that there is something; it does not read it.
  await visitor.open();
  await expect(visitor.button(new RegExp(words.continueTitle))).toContainText('1');
  await expect(inbox.line('here you are')).toContainText('Sent');
  await visitor.button(new RegExp(words.continueTitle)).click();
  await expect(inbox.line('here you are')).toContainText('Seen');
  await visitor.close();
  await visitor.expectUnread(0);
});

test('[D2] reading one conversation leaves the other’s replies unread', async ({ newVisitor, agent }) => {
  const visitor = await newVisitor({ site: 'norte' });
  const ines = await agent('norte');
  await visitor.chat(`about one thing, ${visitor.name}`);
  const first = await visitor.conversationId();
  await visitor.newChat();
  await visitor.send(`about another, ${visitor.name}`);
  await visitor.expectSent('about another');
  const second = await visitor.conversationId();
  expect(second).not.toBe(first);
  await visitor.close();
  await ines.reply(first, 'one');
  await ines.reply(second, 'another');
  await visitor.expectUnread(2);
  await visitor.open();
  await visitor.expectUnreadTotal(1);
  await visitor.close();
  await visitor.expectUnread(1);
});

test('[D7] own messages, notes and status changes are never unread', async ({ newVisitor, newInbox }) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('mine');
  await visitor.close();
  await inbox.pick(visitor.name);
  await inbox.note('only for colleagues');
  await inbox.act('Take');
  await expect(inbox.page.getByRole('button', { name: 'Take' })).toBeHidden();
  await inbox.act('Solve');
  await expect(inbox.page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await visitor.page.reload();
  await expect(visitor.launcher).toBeVisible();
  await visitor.expectUnread(0);
  await visitor.open();
  await expect(visitor.panel).not.toContainText('only for colleagues');
});

test('[R2.C][A7] the badge is the same on every device of a person, and reading on one reads on all', async ({
  newVisitor,
  agent,
  world,
}) => {
  const laptop = await newVisitor();
  const phone = await newVisitor({ viewport: { width: 390, height: 844 } });
  const user = await signUser(world.database, 'alfar', laptop.name);
  await laptop.call('identify', user);
  await laptop.chat('from the laptop');
  await laptop.close();
  await phone.call('identify', user);
  expect(await phone.contactId()).toBe(await laptop.contactId());

  const [conversation] = await world.database.rows<{ conversation_id: string }>(
    'SELECT conversation_id FROM conversations WHERE contact_id = $1',
    await laptop.contactId(),
  );
  const marta = await agent();
  await marta.reply(conversation!.conversation_id, 'to both');
  await marta.reply(conversation!.conversation_id, 'to both again');
  for (const device of [laptop, phone]) await device.expectUnread(2);
  await phone.open();
  await phone.button(new RegExp(words.continueTitle)).click();
  await phone.expectSaid('from the laptop', 'to both', 'to both again');
  await laptop.expectUnread(0);
});
