import { expect, test } from '../support/fixtures.ts';

test('[R1.3] a browser test fails where a promise is broken on the page, and is told which, and by what', async ({
  newVisitor,
  judged,
}) => {
  const visitor = await newVisitor({
    site: 'norte',
    prepare: (page) =>
      page.route('**/sessions', async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        await route.fulfill({ response, json: { ...body, changes: { ...body.changes, changes: [] } } });
      }),
  });
  await visitor.open();
  await visitor.startButton.click();
  await expect.poll(() => judged.problems()).not.toEqual([]);
  const [problem] = await judged.problems();
  expect(problem).toContain('start-names-conversation (R4.2)');
  expect(problem).toContain('A start answers with its conversationId, and the conversation comes with it.');
  expect(problem).toMatch(/[0-9a-f]{32}\/w\d+ \{.*"kind":"response"/);
  judged.provokes('start-names-conversation', 'the conversation is taken out of the answer on its way');
});
