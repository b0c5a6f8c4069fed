import { conversationsOf, saidIn } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { signUser } from '../support/identity.ts';
import { words } from '../support/visitor.ts';

function outboxNames(names: string[]): string[] {
  return names.filter((name) => name.startsWith('chatOutbox'));
}

test('[C2][C7] messages written without a connection survive reloads, and go out once and in order', async ({
  newVisitor,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('0');
  // Only what leads to the server of Hilo is gone: the page itself still loads.
  await visitor.page.route('**/messages', (route) => route.abort());
  for (const text of ['1', '2', '3']) await visitor.send(text);
  expect(outboxNames(await visitor.storedNames())).toHaveLength(3);
  await visitor.page.reload();
  await visitor.expectSaid('0', '1', '2', '3');
  expect(outboxNames(await visitor.storedNames())).toHaveLength(3);
  await visitor.send('4');
  await visitor.page.reload();

  await visitor.page.unroute('**/messages');
  await visitor.page.reload();
  await visitor.expectSent('4');
  expect(await saidIn(world.database, await visitor.conversationId())).toEqual(
    ['0', '1', '2', '3', '4'].map((text) => `visitor: ${text}`),
  );
  expect(outboxNames(await visitor.storedNames())).toEqual([]);
});

test('[C8] a message that is refused for good says why, does not hold up others, and can be discarded', async ({
  newVisitor,
  world,
}) => {
  const laptop = await newVisitor();
  const user = await signUser(world.database, 'alfar', laptop.name);
  await laptop.call('identify', user);
  await laptop.chat('first chat');
  const first = await laptop.conversationId();
  await laptop.page.route('**/messages', (route) => route.abort());
  await laptop.send('too late');

  const phone = await newVisitor();
  await phone.call('identify', user);
  await phone.call('newChat');
  await phone.button(words.confirmYes).click();
  await phone.send('second chat');
  await phone.expectSent('second chat');

  await laptop.page.unroute('**/messages');
  await laptop.expectSaid('second chat');
  await laptop.send('goes on');
  await laptop.expectSent('goes on');
  await laptop.button(words.back).click();
  await laptop.button(words.messages).click();
  await laptop.panel.getByRole('listitem').filter({ hasText: 'first chat' }).getByRole('button').click();
  const refused = laptop.bubble('too late');
  await expect(refused).toContainText(words.why_conversation_archived);
  await laptop.page.reload();
  await expect(refused).toContainText(words.why_conversation_archived);
  await refused.getByRole('button', { name: words.retry }).click();
  await expect(refused).toContainText(words.why_conversation_archived);
  await refused.getByRole('button', { name: words.discard }).click();
  await laptop.expectSaid('first chat');
  expect(outboxNames(await laptop.storedNames())).toEqual([]);
  expect(await saidIn(world.database, first)).toEqual(['visitor: first chat']);
});

test('[C9] a message refused because another conversation is open can be sent there', async ({
  newVisitor,
  agent,
  world,
}) => {
  const laptop = await newVisitor();
  const user = await signUser(world.database, 'alfar', laptop.name);
  await laptop.call('identify', user);
  await laptop.chat('first chat');
  const first = await laptop.conversationId();
  await laptop.page.route('**/messages', (route) => route.abort());
  await laptop.send('where does this go');
  await (await agent()).solve(first);

  const phone = await newVisitor();
  await phone.call('identify', user);
  await phone.open();
  await phone.startButton.click();
  await phone.send('second chat');
  await phone.expectSent('second chat');
  const second = await phone.conversationId();

  await laptop.page.unroute('**/messages');
  const refused = laptop.bubble('where does this go');
  await expect(refused).toContainText(words.why_another_open);
  await refused.getByRole('button', { name: words.sendThere }).click();
  await laptop.expectSaid('second chat', 'where does this go');
  await laptop.expectSent('where does this go');
  expect(await laptop.conversationId()).toBe(second);
  expect(await conversationsOf(world.database, await laptop.contactId())).toMatchObject([
    { conversation_id: first, status: 'solved', last_seq: 1 },
    { conversation_id: second, status: 'waiting', last_seq: 2 },
  ]);
});

test('[C9][C10] trying again what was accepted before a solve reopens nothing', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('question');
  const conversationId = await visitor.conversationId();
  // No road back: neither answer, nor event, nor sync.
  world.cable.blockSockets();
  await visitor.page.route('**/sync?*', (route) => route.abort());
  world.cable.loseAnswers('/messages', 1_000);
  await visitor.send('thanks, that is all');
  await expect.poll(() => saidIn(world.database, conversationId)).toHaveLength(2);
  await (await agent()).solve(conversationId);

  world.cable.restore();
  await visitor.page.unroute('**/sync?*');
  await visitor.expectSent('thanks, that is all');
  await expect.poll(async () => (await visitor.debug()).fields.status).toBe('solved');
  await visitor.expectSaid('question', 'thanks, that is all');
  expect(await conversationsOf(world.database, await visitor.contactId())).toMatchObject([
    { conversation_id: conversationId, status: 'solved', last_seq: 2 },
  ]);
});

test('[H7] too many requests: the widget says so, waits, and sends by itself', async ({
  newVisitor,
  world,
  watch,
}) => {
  watch.allow(/status of 429/);
  const visitor = await newVisitor();
  await visitor.chat('0');
  let refusals = 0;
  await visitor.page.route('**/messages', async (route) => {
    if (route.request().method() !== 'POST' || refusals > 0) return route.continue();
    refusals += 1;
    return route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      headers: {
        'Retry-After': '2',
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Expose-Headers': 'Retry-After',
      },
      body: JSON.stringify({ code: 'rate_limited', title: 'Wait.', status: 429, retryAfterSeconds: 2 }),
    });
  });
  await visitor.send('1');
  await expect(visitor.panel).toContainText(words.rateLimited);
  await visitor.send('2');
  await visitor.expectSent('2');
  await visitor.expectSaid('0', '1', '2');
  await expect(visitor.panel).not.toContainText(words.rateLimited);
  expect(refusals).toBe(1);
  expect(await saidIn(world.database, await visitor.conversationId())).toEqual([
    'visitor: 0',
    'visitor: 1',
    'visitor: 2',
  ]);
});

test('[H7] the server’s own limit is told in words', async ({ newVisitor, world }) => {
  const visitor = await newVisitor();
  await visitor.chat('0');
  const { token } = JSON.parse((await visitor.stored('chatDevice'))!) as { token: string };
  const address = `${world.serverOrigin}/v1/widgets/${visitor.widgetId}/logout`;
  const ask = () =>
    fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      // Wrong on purpose: it counts, and changes nothing.
      body: '{}',
    });
  let status = 0;
  for (let n = 0; n < 50 && status !== 429; n += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    status = answers.at(-1)?.status ?? 0;
  }
  expect(status).toBe(429);
  await visitor.send('1');
  await expect(visitor.panel).toContainText(words.rateLimited);
  await visitor.expectSaid('0', '1');
});
