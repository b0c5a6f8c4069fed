import { randomUUID } from 'node:crypto';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { expect, test } from '../support/fixtures.ts';
import { type Visitor, words } from '../support/visitor.ts';

const secretText = 'my card is 4111 1111 1111 1111';

async function copied(visitor: Visitor): Promise<string> {
  const dialog = visitor.page.getByRole('dialog', { name: 'Debug info' });
  await dialog.getByRole('button', { name: 'Copy debug info' }).click();
  await expect(dialog).toContainText('Copied: ');
  return visitor.page.evaluate(() => navigator.clipboard.readText());
}

function expectReadable(text: string): Blob {
  const read = readBlob(text);
  if (!read.ok) throw new Error(read.sentence);
  return read.blob;
}

test('[R1.1][R1.2][R1.4] a chat with a reload, a reconnect and a survey copies as one blob without a secret', async ({
  newVisitor,
  agent,
  world,
}) => {
  test.slow();
  const visitor = await newVisitor({ permissions: ['clipboard-read', 'clipboard-write'] });
  const marta = await agent();
  await visitor.chat(secretText);
  const conversationId = await visitor.conversationId();
  await visitor.page.reload();
  await visitor.expectSaid(secretText);
  world.cable.cut();
  await expect(visitor.panel).toContainText(words.reconnecting);
  world.cable.restore();
  await marta.reply(conversationId, 'here is my answer');
  await visitor.expectSaid(secretText, 'here is my answer');
  await marta.solve(conversationId);
  await expect(visitor.panel).toContainText(words.surveyTitle);

  await visitor.panel.press('Control+Shift+H');
  const text = await copied(visitor);
  const blob = expectReadable(text);
  expect(blob.loads.map((load) => load.role)).toEqual(['previous', 'this']);
  expect(blob.loads.map((load) => load.complete)).toEqual([true, true]);
  expect(blob.verdicts.filter((verdict) => verdict.status === 'violated')).toEqual([]);
  expect(blob.verdicts.filter((verdict) => verdict.status === 'holds').length).toBeGreaterThan(15);
  expect(blob.fields.conversationId).toBe(conversationId);
  const kinds = new Set(blob.loads.flatMap((load) => load.events.map((event) => event.kind)));
  for (const kind of [
    'load',
    'api',
    'action',
    'operation',
    'request',
    'response',
    'socket',
    'frame',
  ] as const)
    expect(kinds, kind).toContain(kind);

  const { token } = JSON.parse((await visitor.stored('chatDevice')) ?? '{}') as { token: string };
  expect(token).toMatch(/^[\w-]{43}$/);
  for (const secret of [token, secretText, '4111 1111', 'here is my answer', visitor.name, visitor.email])
    expect(text).not.toContain(secret);
});

test('[R1.4] where the browser refuses to copy, the text is there to be selected, and can be downloaded', async ({
  newVisitor,
}) => {
  const visitor = await newVisitor({
    prepare: (page) =>
      page.addInitScript(() => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
      }),
  });
  await visitor.chat('hello');
  await visitor.panel.press('Control+Shift+H');
  const dialog = visitor.page.getByRole('dialog', { name: 'Debug info' });
  const box = await dialog.boundingBox();
  expect(box?.width, 'it is a dialog, not a band across the page').toBeLessThanOrEqual(360);
  await expect(dialog).toHaveCSS('border-radius', '16px');
  // Asked for before it is made anew: it comes when it is, with what was chosen.
  await dialog.evaluate((sheet) => {
    sheet.querySelector('input')?.click();
    sheet.querySelector<HTMLButtonElement>('button.primary')?.click();
  });
  await expect(dialog).toContainText('refused to copy');
  const blob = expectReadable(await dialog.getByRole('textbox').inputValue());
  expect(blob.textIncluded).toBe(true);
  expect(JSON.stringify(blob)).toContain('hello');
  const download = visitor.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.json$/);
  await dialog.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('[R1.3] a promise that breaks is counted at the way to debug info, and told in the console', async ({
  newVisitor,
  judged,
}) => {
  judged.provokes('one-open-conversation', 'a second open one is forged into an answer on its way');
  const visitor = await newVisitor({ path: '/?hilo-debug=1' });
  await visitor.chat('hello');
  // From now on the server's word is forged on its way: two conversations are open at once.
  await visitor.page.route('**/bootstrap*', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const [one] = body.snapshot.conversations;
    body.snapshot.conversations.push({ ...one, conversationId: randomUUID() });
    await route.fulfill({ response, json: body });
  });
  const told = visitor.page.waitForEvent('console', (line) => line.text().startsWith('hilo: broken promise'));
  await visitor.page.reload();
  expect((await told).text()).toContain('one-open-conversation');
  const back = visitor.panel.getByRole('button', { name: 'Back' });
  await back.click();
  const mark = visitor.panel.locator('nav button:last-child .mark');
  await expect
    .poll(() => mark.evaluate((one) => getComputedStyle(one, '::after').content))
    .toMatch(/^"[1-9]\d*"$/);
});
