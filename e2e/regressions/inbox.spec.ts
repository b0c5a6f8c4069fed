import { expect, test } from '../support/fixtures.ts';
import { Inbox } from '../support/inbox.ts';
import { words } from '../support/visitor.ts';

test('[B2] after its connection was away, an inbox shows what visitors and colleagues did meanwhile', async ({
  newVisitor,
  newInbox,
  agent,
  world,
}) => {
  const visitor = await newVisitor();
  await visitor.chat('question');
  const conversationId = await visitor.conversationId();
  const inbox = await newInbox('alfar', 0);
  await inbox.pick(visitor.name);
  const leo = await agent('alfar', 1);

  world.agentsCable.cut();
  await expect(
    inbox.page.getByRole('status').filter({ hasText: /Connection lost|interrupted/ }),
  ).toBeVisible();
  await leo.reply(conversationId, 'answered by a colleague');
  await visitor.expectSaid('question', 'answered by a colleague');
  await visitor.send('thanks');
  await visitor.expectSent('thanks');
  world.agentsCable.restore();
  await inbox.page.getByRole('button', { name: 'Try now' }).click();
  await expect(inbox.line('answered by a colleague')).toHaveCount(1);
  await expect(inbox.line('thanks')).toHaveCount(1);
  await expect(inbox.page.getByRole('heading', { level: 2, name: visitor.name })).toBeVisible();
  await inbox.reply('welcome');
  await visitor.expectSaid('question', 'answered by a colleague', 'thanks', 'welcome');
});

test('[C3][C10] a reply whose answer was lost is sent once', async ({
  newVisitor,
  newInbox,
  world,
  agent,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('question');
  await inbox.pick(visitor.name);
  world.agentsCable.loseAnswers('/messages', 2);
  await inbox.reply('one reply');
  await expect(inbox.line('one reply')).toContainText('Seen');
  await visitor.expectSaid('question', 'one reply');
  await expect(inbox.line('one reply')).toHaveCount(1);
  expect(await (await agent()).said(await visitor.conversationId())).toEqual([
    'visitor: question',
    'agent: one reply',
  ]);
});

test('[H1][H2][H3] a new chat shows in every inbox by itself; taking it shows everywhere too', async ({
  newVisitor,
  newInbox,
}) => {
  const [marta, leo] = [await newInbox('alfar', 0), await newInbox('alfar', 1)];
  // The latest comes first there, however many are waiting.
  for (const inbox of [marta, leo]) await inbox.choose('All');
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.start();
  // Nothing written yet: nothing to answer.
  await expect(marta.row(visitor.name)).toHaveCount(0);
  await visitor.send('is anybody there?');
  for (const inbox of [marta, leo]) await expect(inbox.row(visitor.name)).toContainText('is anybody there?');
  await marta.row(visitor.name).click();
  await marta.act('Take');
  await expect(leo.row(visitor.name)).toContainText('Active');
  await leo.choose('Active');
  await expect(leo.row(visitor.name)).toContainText('Assigned to Marta');
  await expect(visitor.panel).toContainText(words.active);
  await expect(visitor.panel.getByRole('heading', { name: /Marta/ })).toBeVisible();
});

test('[B6] solved and reopened by an agent, written to by the visitor: both sides say the same', async ({
  newVisitor,
  newInbox,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('question');
  await inbox.pick(visitor.name);
  await inbox.act('Solve');
  await expect(visitor.panel).toContainText(words.solvedText);
  await inbox.act('Reopen');
  await expect(visitor.panel).not.toContainText(words.solvedText);
  await expect(visitor.panel).toContainText(words.active);
  await inbox.act('Solve');
  await expect(visitor.panel).toContainText(words.solvedText);
  await visitor.send('not yet');
  await expect(visitor.panel).toContainText(words.waiting);
  await expect(inbox.page.getByRole('button', { name: 'Solve', exact: true })).toBeVisible();
});

test('[D7] what an agent removes is gone on both sides, and its place stays', async ({
  newVisitor,
  newInbox,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  // Nothing that could stand in a name by chance.
  const secret = '4111 1111';
  await visitor.chat(`my card number is ${secret}`);
  await inbox.pick(visitor.name);
  await inbox.line(secret).hover();
  await inbox
    .line(secret)
    .getByRole('button', { name: /Remove/ })
    .click();
  await inbox.page.getByRole('dialog').getByRole('button', { name: 'Remove the text' }).click();
  await expect(visitor.thread).toContainText(words.redacted);
  await expect(visitor.page.getByText(secret)).toHaveCount(0);
  await expect(inbox.page.getByText(secret)).toHaveCount(0);
  await visitor.page.reload();
  await expect(visitor.thread).toContainText(words.redacted);
});

test('[E2] signing in by hand, with a wrong password first', async ({ browser, world, watch }) => {
  const context = await browser.newContext();
  watch.follow(context);
  const page = await context.newPage();
  await page.goto(`${world.publicOrigin}/inbox/`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill('leo@alfar.demo');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('wrong');
  const inbox = await Inbox.signIn(page, world.publicOrigin, 'leo@alfar.demo', world.password);
  await inbox.choose('Solved');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Solved', level: 1 })).toBeVisible();
  await context.close();
});
