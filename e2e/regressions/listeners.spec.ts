import { expect, test } from '../support/fixtures.ts';

type Heard = [event: string, value: unknown][];
type Page = { Hilo(...args: unknown[]): Promise<unknown>; heard: Heard };

test('a page hears what happens; asking late, it hears what holds already; and it can stop', async ({
  newVisitor,
  agent,
}) => {
  const visitor = await newVisitor({ site: 'norte' });
  const { page } = visitor;
  await page.evaluate(() => {
    const own = window as unknown as Page;
    own.heard = [];
    for (const name of ['state', 'message', 'unread'])
      void own.Hilo('on', name, (value: unknown) => own.heard.push([name, value]));
  });
  await visitor.chat('hello');
  await (await agent('norte')).reply(await visitor.conversationId(), 'good day');
  await visitor.expectSaid('hello', 'good day');
  const heard = () => page.evaluate(() => (window as unknown as Page).heard);
  await expect.poll(async () => (await heard()).map(([name]) => name)).toContain('message');
  const states = (await heard()).filter(([name]) => name === 'state').map(([, value]) => value);
  expect(states).toEqual(['waiting', 'active']);
  const said = (await heard()).filter(([name]) => name === 'message').map(([, value]) => value);
  expect(said).toEqual([expect.objectContaining({ body: 'good day' })]);

  const late = page.evaluate(
    () => new Promise((resolve) => (window as unknown as Page).Hilo('on', 'state', resolve)),
  );
  expect(await late).toBe('active');
  await visitor.call('off', 'message');
  await (await agent('norte')).reply(await visitor.conversationId(), 'and good night');
  await visitor.expectSaid('hello', 'good day', 'and good night');
  expect((await heard()).filter(([name]) => name === 'message')).toHaveLength(1);
  await expect(visitor.call('on', 'nothing')).rejects.toThrow(
    'it needs the name of an event, and a function',
  );
});
