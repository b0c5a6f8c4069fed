import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import { rootFolder } from '../../backend/src/start/front-ends.ts';
import { type CommandResult, runCommand } from '../gate/run-command.ts';
import { expect, test } from '../support/fixtures.ts';
import { type Visitor, words } from '../support/visitor.ts';
import { builtWidget, runWritten } from '../support/written-tests.ts';

const commandMsMax = 90_000;

/** `hilo blob …`, as somebody types it who was sent the blob. */
function hilo(...args: string[]): Promise<CommandResult> {
  return runCommand([join(rootFolder, 'node_modules/.bin/hilo'), 'blob', ...args], {
    timeoutMs: commandMsMax,
  });
}

/** By the button in the widget's own menu, and the clipboard. */
async function copyDebugInfo({ panel, page }: Visitor): Promise<string> {
  await panel.getByRole('button', { name: words.back }).click();
  await panel.getByRole('button', { name: words.debug }).click();
  const dialog = page.getByRole('dialog', { name: 'Debug info' });
  await dialog.getByRole('button', { name: 'Copy debug info' }).click();
  await expect(dialog).toContainText('Copied: ');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('[R1.4] from the blob of a chat with a reload, a reconnect and a survey, the whole flow is reconstructed', async ({
  newVisitor,
  agent,
  world,
}) => {
  test.setTimeout(300_000);
  // As support asks the visitor for it: with it, the widget's menu has the button.
  const path = '/?hilo-debug=1';
  const visitor = await newVisitor({ path, permissions: ['clipboard-read', 'clipboard-write'] });
  const marta = await agent();
  await visitor.chat('where is my order?');
  const conversationId = await visitor.conversationId();
  await marta.reply(conversationId, 'it is on its way');
  await visitor.expectSaid('where is my order?', 'it is on its way');
  await visitor.page.reload();
  await visitor.expectSaid('where is my order?', 'it is on its way');
  await visitor.send('when will it be here?');
  await visitor.expectSent('when will it be here?');
  world.cable.cut();
  await expect(visitor.panel).toContainText(words.reconnecting);
  await marta.reply(conversationId, 'tomorrow');
  world.cable.restore();
  await expect(visitor.bubble('tomorrow')).toHaveCount(1);
  await marta.solve(conversationId);
  const survey = visitor.panel.locator('form').filter({ hasText: words.surveyTitle });
  await survey.getByRole('radio', { name: words.rate5 }).dispatchEvent('click');
  await survey.getByRole('button', { name: words.send }).click();
  await expect.poll(async () => (await visitor.debug()).state).toBe('solved');

  const text = await copyDebugInfo(visitor);
  const reading = readBlob(text);
  if (!reading.ok) throw new Error(reading.sentence);
  expect(reading.blob.loads.map((load) => load.role)).toEqual(['previous', 'this']);
  const folder = await mkdtemp(join(tmpdir(), 'hilo-reconstruction-'));
  try {
    const blob = join(folder, 'chat.json');
    await writeFile(blob, text);
    await expectReconstruction(blob, folder, reading.blob.traceId ?? '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function expectReconstruction(blob: string, folder: string, traceId: string): Promise<void> {
  const checked = await hilo('check', blob);
  expect(checked.ok, checked.output).toBe(true);

  const replayed = await hilo('replay', blob, '--widget', builtWidget);
  expect(replayed.ok, replayed.output).toBe(true);
  expect(replayed.output).toMatch(/^identical \(the load before\): \d+ events/m);
  expect(replayed.output).toMatch(/^identical: \d+ events.*, and the screen in the end$/m);

  const mermaid = await hilo('diagram', blob);
  expect(mermaid.ok, mermaid.output).toBe(true);
  expect(mermaid.output).toMatch(/^sequenceDiagram/);
  const drawn = join(folder, 'chat.svg');
  const svg = await hilo('diagram', blob, '--format', 'svg', '-o', drawn);
  expect(svg.ok, svg.output).toBe(true);
  for (const diagram of [mermaid.output, await readFile(drawn, 'utf8')]) {
    // The widget is told by the tab that it runs in.
    for (const said of [
      'Visitor',
      'Tab 1',
      'Server',
      'tab 1 reloads',
      'socket connecting again',
      'answer survey',
    ])
      expect(diagram).toContain(said);
  }

  const complaint = join(folder, 'complaint.spec.ts');
  const written = await hilo('test', '-o', complaint, blob);
  expect(written.ok, written.output).toBe(true);
  const text = await readFile(complaint, 'utf8');
  expect(text).toMatch(new RegExp(`^// The load ${traceId} .*`));
  expect(text).toContain('the load before it');
  const run = await runWritten([{ name: 'complaint', text, widget: builtWidget }], 120_000);
  expect(run.ok, run.output).toBe(true);
  expect(run.outcomes.map(({ title }) => title)).toEqual([`the load ${traceId} goes as it was recorded`]);
}
