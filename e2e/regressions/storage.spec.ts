import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { conversationsOf } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

const blocked: [string, (page: Page) => Promise<unknown>][] = [
  [
    'access to it throws',
    (page) =>
      page.addInitScript(() => {
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        });
      }),
  ],
  [
    'its quota is zero',
    (page) =>
      page.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        };
      }),
  ],
];

for (const [name, prepare] of blocked) {
  test(`[G1][G2][G3] chatting works both ways where storage exists and ${name}`, async ({
    newVisitor,
    newInbox,
  }) => {
    const visitor = await newVisitor({ prepare });
    const inbox = await newInbox();
    await visitor.open();
    await expect(visitor.panel).toContainText(words.notKept);
    await visitor.start();
    await visitor.send('from a private window');
    await inbox.pick(visitor.name);
    await inbox.reply('hello anyway');
    await visitor.expectSaid('from a private window', 'hello anyway');
    await visitor.page.reload();
    await visitor.open();
    await expect(visitor.startButton).toBeVisible();
    expect((await visitor.debug()).contactId).toBeNull();
  });
}

const values = ['{"', 'null', '[]', '"text"', '{"v":1,"deviceId":7,"conversations":[null]}', '\u0000\uD800'];

for (const key of ['chatDevice', 'chatCache', 'chatVisitorProfile', 'chatSurveyState'] as const) {
  test(`[G1] the widget survives whatever stands in ${key}-*`, async ({ newVisitor }) => {
    const visitor = await newVisitor({ site: 'norte' });
    for (const value of values) {
      await visitor.store(key, value);
      await visitor.page.reload();
      await visitor.show();
      await expect(visitor.startButton).toBeVisible();
    }
    await visitor.start();
    await visitor.send(`still here, ${visitor.name}`);
    await visitor.expectSent(`still here, ${visitor.name}`);
    expect(await visitor.stored('chatDevice')).toContain('"token":"');
  });
}

test('[C2] an outbox entry that nobody can read is dropped, and the others go out', async ({
  newVisitor,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('0');
  await visitor.page.evaluate(
    ([widgetId, ids, texts]) => {
      for (const [n, id] of (ids as string[]).entries()) {
        localStorage.setItem(`chatOutbox-${widgetId}-${id}`, (texts as string[])[n]!);
      }
    },
    [visitor.widgetId, values.map(() => randomUUID()), values],
  );
  await visitor.page.reload();
  await visitor.send('1');
  await visitor.expectSent('1');
  await visitor.expectSaid('0', '1');
  expect(
    (await visitor.storedNames()).filter((name) => name.startsWith(`chatOutbox-${visitor.widgetId}-`)),
  ).toEqual([]);
  expect(await conversationsOf(world.database, await visitor.contactId())).toHaveLength(1);
});

test('[G5][G6] with consent asked for, nothing is stored until it is given, and all is kept from then on', async ({
  newVisitor,
  newInbox,
}) => {
  const visitor = await newVisitor({
    site: 'norte',
    path: '/settings',
    prepare: (page) =>
      page.addInitScript(() => {
        localStorage.getItem('norte-consent') ?? localStorage.setItem('norte-consent', '"asked"');
      }),
  });
  await expect(visitor.launcher).toBeVisible();
  const text = `before consent, ${visitor.name}`;
  await visitor.chat(text);
  expect(await visitor.storedNames()).toEqual([]);
  await visitor.page.reload();
  await expect(visitor.launcher).toBeVisible();
  expect((await visitor.debug()).contactId).toBeNull();

  await visitor.chat(`again, ${visitor.name}`);
  const contactId = await visitor.contactId();
  expect(await visitor.storedNames()).toEqual([]);
  // It stands where the chat is open now.
  await visitor.close();
  await visitor.page.getByRole('button', { name: 'Agree' }).click();
  await expect.poll(() => visitor.storedNames()).toContain(`chatDevice-${visitor.widgetId}`);
  await visitor.page.reload();
  await visitor.openConversation();
  await visitor.expectSaid(`again, ${visitor.name}`);
  expect(await visitor.contactId()).toBe(contactId);
  const inbox = await newInbox('norte');
  await inbox.choose('All');
  await expect(inbox.row(`again, ${visitor.name}`)).toHaveCount(1);
});
