import { randomUUID } from 'node:crypto';
import { conversationsOf, type Database } from '../support/database.ts';
import { expect, test } from '../support/fixtures.ts';
import { type Visitor, words } from '../support/visitor.ts';

function surveysOf(database: Database, conversationId: string): Promise<Record<string, unknown>[]> {
  return database.rows(
    'SELECT cycle, rating, comment, dismissed FROM surveys WHERE conversation_id = $1 ORDER BY cycle',
    conversationId,
  );
}

async function rate(visitor: Visitor, rating: string, comment: string): Promise<void> {
  await visitor.panel.getByRole('radio', { name: rating }).check({ force: true });
  await visitor.panel.getByRole('textbox', { name: words.surveyComment }).fill(comment);
  await visitor.panel
    .locator('form')
    .filter({ hasText: words.surveyTitle })
    .getByRole('button', { name: words.send })
    .click();
  await expect(visitor.panel).toContainText('Thank you.');
}

/** What may stand in `chatSurveyState-*` about a conversation that was just solved; null: nothing. */
const states: [string, (conversationId: string) => string | null][] = [
  ['absent', () => null],
  ['cut off', (id) => `{"${id}:1":{"rat`],
  ['of other types', (id) => JSON.stringify({ [`${id}:1`]: { rating: 'five', comment: 5, done: 1 } })],
  ['not an object', () => '[1,2,3]'],
  [
    'of another conversation',
    () => JSON.stringify({ [`${randomUUID()}:1`]: { rating: 1, comment: 'not mine', done: 'rated' } }),
  ],
  [
    'of a later cycle',
    (id) => JSON.stringify({ [`${id}:7`]: { rating: 1, comment: 'too early', done: null } }),
  ],
  [
    'far too big',
    (id) => JSON.stringify({ [`${id}:1`]: { rating: 3, comment: 'x'.repeat(600_000), done: null } }),
  ],
];

test('[R3.6][F1][F3] whatever the survey state is, it starts no chat and keeps none from reopening', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor();
  const marta = await agent();
  await visitor.chat('please help');
  const conversationId = await visitor.conversationId();
  const key = `chatSurveyState-${visitor.widgetId}`;
  let messages = 1;
  for (const [name, state] of states) {
    await test.step(name, async () => {
      await marta.solve(conversationId);
      await expect(visitor.panel).toContainText(words.surveyTitle);
      const value = state(conversationId);
      if (value === null) await visitor.page.evaluate((gone) => localStorage.removeItem(gone), key);
      else await visitor.store('chatSurveyState', value);
      await visitor.page.reload();
      await expect(visitor.panel).toContainText(words.surveyTitle);
      expect(await visitor.conversationId()).toBe(conversationId);
      expect((await visitor.debug()).state).toBe('survey');

      await visitor.send(`one more thing, ${name}`);
      await visitor.expectSent(`one more thing, ${name}`);
      await expect(visitor.panel).not.toContainText(words.surveyTitle);
      messages += 1;
      expect(await conversationsOf(world.database, await visitor.contactId())).toEqual([
        { conversation_id: conversationId, status: 'waiting', archived_reason: null, last_seq: messages },
      ]);
    });
  }
  expect(await surveysOf(world.database, conversationId)).toEqual([]);
});

test('[R3.6][F5] each solve asks once, each answer lands in its own cycle and conversation', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('first question');
  const conversationId = await visitor.conversationId();
  await inbox.pick(visitor.name);
  await inbox.reply('first answer');
  await inbox.act('Solve');
  await rate(visitor, words.rate5, 'quick');
  expect(await surveysOf(world.database, conversationId)).toEqual([
    { cycle: 1, rating: 5, comment: 'quick', dismissed: false },
  ]);
  await visitor.page.reload();
  await visitor.expectSaid('first question', 'first answer');
  await expect(visitor.panel).not.toContainText(words.surveyTitle);

  await visitor.send('second question');
  await expect(inbox.line('second question')).toHaveCount(1);
  await inbox.act('Solve');
  await expect(visitor.panel).toContainText(words.surveyTitle);
  await visitor.button(words.skip).click();
  await expect(visitor.panel).not.toContainText(words.surveyTitle);

  await visitor.send('third question');
  await expect(inbox.line('third question')).toHaveCount(1);
  await inbox.act('Solve');
  await rate(visitor, words.rate2, 'slow');
  expect(await surveysOf(world.database, conversationId)).toEqual([
    { cycle: 1, rating: 5, comment: 'quick', dismissed: false },
    { cycle: 2, rating: null, comment: null, dismissed: true },
    { cycle: 3, rating: 2, comment: 'slow', dismissed: false },
  ]);
  expect(await conversationsOf(world.database, await visitor.contactId())).toHaveLength(1);
  const panel = inbox.page.getByRole('complementary', { name: 'Contact' });
  await expect(panel).toContainText('slow');
});

test('[R3.6][F1] a draft of one conversation’s survey does not show in another’s', async ({
  newVisitor,
  agent,
  world,
}) => {
  const visitor = await newVisitor({ site: 'norte' });
  const ines = await agent('norte');
  await visitor.chat('about the board');
  const first = await visitor.conversationId();
  await ines.solve(first);
  await visitor.panel.getByRole('radio', { name: words.rate1 }).check({ force: true });
  await visitor.panel.getByRole('textbox', { name: words.surveyComment }).fill('only about the board');
  await visitor.newChat();
  await visitor.send('about the invoice');
  await visitor.expectSent('about the invoice');
  const second = await visitor.conversationId();
  expect(second).not.toBe(first);
  await ines.solve(second);
  await expect(visitor.panel).toContainText(words.surveyTitle);
  for (const radio of await visitor.panel.getByRole('radio').all()) await expect(radio).not.toBeChecked();
  await rate(visitor, words.rate4, 'about the invoice');
  expect(await surveysOf(world.database, second)).toMatchObject([
    { rating: 4, comment: 'about the invoice' },
  ]);
  expect(await surveysOf(world.database, first)).toEqual([]);
});
