import { expect, test } from '../support/fixtures.ts';
import { Visitor, words } from '../support/visitor.ts';

test('a plain chat downloads what the size budget counts, and nothing else', async ({
  browser,
  world,
  agent,
}) => {
  // A browser that nobody watches: a judge wants events, and those come with what is loaded later.
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.route('**/bootstrap*', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    await route.fulfill({ response, json: { ...body, widget: { ...body.widget, debug: 'off' } } });
  });
  const files: string[] = [];
  page.on('request', (request) => {
    const [, file] = /\/(hilo[\w.-]*\.(?:js|json))(?:\?|$)/.exec(request.url()) ?? [];
    if (file) files.push(file.replace(/-[\w-]{8}\.js$/, '.js'));
  });
  await page.goto(world.appOrigin);
  const visitor = new Visitor(page, 'wgt_norte', 'Vi Light');
  await visitor.open();
  await visitor.startButton.click();
  await visitor.send('Is it light?');
  await visitor.expectSent('Is it light?');
  await (await agent('norte')).reply(await conversationIdOf(), 'As light as can be.');
  await visitor.expectSaid('Is it light?', 'As light as can be.');
  world.cable.cut();
  await expect(visitor.panel).toContainText(words.reconnecting);
  world.cable.restore();
  await visitor.send('Still?');
  await visitor.expectSent('Still?');
  expect(files.sort()).toEqual(['hilo-en.json', 'hilo-widget.js', 'hilo.js']);
  await context.close();

  async function conversationIdOf(): Promise<string> {
    const [row] = await world.database.rows<{ conversation_id: string }>(
      "SELECT conversation_id FROM messages WHERE body = 'Is it light?'",
    );
    if (!row) throw new Error('assert: the message is in the database');
    return row.conversation_id;
  }
});
