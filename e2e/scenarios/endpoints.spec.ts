import { createHash } from 'node:crypto';
import { conversationsOf } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

/** UUIDv5 (RFC 9562 §5.5): SHA-1 of the namespace's bytes and the name. */
function uuidV5(namespace: string, name: string): string {
  const bytes = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const hash = createHash('sha1').update(bytes).update(name).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

test('[R4.1][G6] a visitor who never talks costs one request, and no row, socket or key', async ({
  newVisitor,
  world,
}) => {
  const tables = ['contacts', 'visitor_tokens', 'devices', 'conversations', 'sessions'];
  const count = () =>
    world.database.rows(
      `SELECT ${tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ')}`,
    );
  const rowsBefore = await count();
  const requestsBefore = world.cable.requests.length;
  const visitor = await newVisitor();
  await expect(visitor.launcher).toBeVisible();
  await visitor.page.mouse.wheel(0, 400);
  await visitor.page.mouse.move(200, 200);
  await visitor.page.waitForLoadState('networkidle');
  const asked = world.cable.requests
    .slice(requestsBefore)
    .filter((line) => !/ \/hilo[\w.-]*\.(js|json)[? ]/.test(line));
  expect(asked).toEqual([expect.stringMatching(/^GET \/v1\/widgets\/wgt_alfar\/bootstrap\?\S*traceparent=/)]);
  expect(await count()).toEqual(rowsBefore);
  expect(await visitor.storedNames()).toEqual([]);
});

test('[R4.1][A10] bootstrap draws the conversations that the database has, whatever the cache says', async ({
  newVisitor,
  agent,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('known to the database');
  const conversationId = await visitor.conversationId();
  await visitor.button(words.back).click();
  await expect.poll(() => visitor.stored('chatCache')).toMatch(/known to the database.*"screen":"home"/s);
  const stale = (await visitor.stored('chatCache'))!;
  await (await agent()).reply(conversationId, 'answered meanwhile');
  await visitor.expectUnreadTotal(1);
  await visitor.page.goto(new URL('/favicon.svg', visitor.page.url()).href);
  for (const cache of [stale, stale.replaceAll('"unreadCount":0', '"unreadCount":7')]) {
    await visitor.store('chatCache', cache);
    await visitor.page.goto(new URL('/', visitor.page.url()).href);
    await visitor.show();
    await expect(visitor.button(new RegExp(words.continueTitle))).toContainText('answered meanwhile');
    await visitor.expectUnreadTotal(1);
    await visitor.page.goto(new URL('/favicon.svg', visitor.page.url()).href);
  }
});

test('[R4.2][R4.5] creating a session answers with its conversation; its id derives from conversation and device', async ({
  newVisitor,
  newTab,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.open();
  const answered = visitor.page.waitForResponse((response) => response.url().endsWith('/sessions'));
  await visitor.start();
  const answer = (await (await answered).json()) as { conversationId: string; sessionId: string };
  const { fields } = await visitor.debug();
  expect(fields).toMatchObject({ conversationId: answer.conversationId, sessionId: answer.sessionId });
  expect(answer.sessionId).toBe(uuidV5(answer.conversationId, fields.deviceId!));
  await visitor.send('hello');
  await visitor.expectSent('hello');
  // Another tab of the same device is in the same session.
  const tab = await newTab(visitor);
  await tab.openConversation();
  await tab.expectSaid('hello');
  expect((await tab.debug()).fields.sessionId).toBe(answer.sessionId);
  expect(
    await world.database.rows(
      'SELECT session_id, conversation_id FROM sessions WHERE device_id = $1',
      fields.deviceId,
    ),
  ).toEqual([{ session_id: answer.sessionId, conversation_id: answer.conversationId }]);
});

test('[R4.3] the address of the WebSocket resolves to the conversation, and carries no credential', async ({
  newVisitor,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('hello');
  const { fields } = await visitor.debug();
  const requestsBefore = world.cable.requests.length;
  const ready = visitor.page.waitForEvent('websocket').then(
    (socket) =>
      new Promise<{ session: unknown }>((resolve) => {
        socket.on('framereceived', ({ payload }) => {
          const frame = JSON.parse(String(payload)) as { type: string; session: unknown };
          if (frame.type === 'ready') resolve(frame);
        });
      }),
  );
  await visitor.page.reload();
  expect((await ready).session).toEqual({
    sessionId: fields.sessionId,
    conversationId: fields.conversationId,
  });
  const sockets = world.cable.requests.slice(requestsBefore).filter((line) => line.includes('/ws/'));
  expect(sockets).toEqual([`GET /ws/wgt_alfar/${fields.sessionId} HTTP/1.1`]);
  const { token } = JSON.parse((await visitor.stored('chatDevice'))!) as { token: string };
  expect(world.cable.requests.join('\n')).not.toContain(token);
});

test('[R4.4][A13] the Messages tab lists the conversations after every way of coming back', async ({
  newVisitor,
  newTab,
  agent,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('the first');
  await (await agent()).solve(await visitor.conversationId());
  await visitor.button(words.skip).click();
  await visitor.button(words.back).click();
  await visitor.startButton.click();
  await visitor.send('the second');
  await visitor.expectSent('the second');
  expect(await conversationsOf(world.database, await visitor.contactId())).toHaveLength(2);

  const expectBoth = async (tab: typeof visitor) => {
    await tab.show();
    if (await tab.thread.isVisible()) await tab.button(words.back).click();
    await tab.button(words.messages).click();
    const rows = tab.panel.getByRole('listitem');
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText('the second');
    await expect(rows.last()).toContainText('the first');
    await expect(rows.last()).toContainText(words.solved);
  };
  await expectBoth(visitor);
  await visitor.page.reload();
  await expectBoth(visitor);
  const tab = await newTab(visitor, '/products');
  await expectBoth(tab);
  await visitor.page.evaluate(() => localStorage.removeItem('chatCache-wgt_alfar'));
  await visitor.page.reload();
  await expectBoth(visitor);
});
