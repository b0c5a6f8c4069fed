import { CaptureListener } from '../support/capture-listener.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { expect, pageTest as test } from '../support/extension.ts';

const loads = 100;

/** What the page's very first script finds, and what it can overhear of the hand-over between the two scripts. */
const firstScript = `
  const list = globalThis[Symbol.for('hilo.devtools')];
  window.isEarly = !!list && Object.hasOwn(list, 'push') && document.scripts.length === 1;
  window.overheard = 0;
  for (const name of ['hilo-devtools-offer', 'hilo-devtools-call', 'message']) {
    for (const target of [document, window]) target.addEventListener(name, () => { window.overheard += 1; }, true);
  }
  ${widgetScript()}
  fetch(api + 'bootstrap');
`;

test('[R6.4] registered at run time, capture is there before a page’s first script and has its way out, 100 of 100 loads', async ({
  extension,
}) => {
  test.setTimeout(120_000);
  const site = await startCaptureSite();
  site.serve(`<!doctype html><title>early</title><script>${firstScript}</script>`);
  const { page } = extension;
  await page.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  let early = 0;
  let overheard = 0;
  for (let i = 1; i < loads; i++) {
    await page.goto(`${site.origin}/?${i}`);
    const found = await page.evaluate<{ isEarly: boolean; overheard: number }>('({ isEarly, overheard })');
    if (found.isEarly) early += 1;
    overheard += found.overheard;
  }
  expect([early, overheard]).toEqual([loads - 1, 0]);
  // Each load was found, and the first thing it asked for was heard.
  await expect.poll(async () => (await listener.documents()).length).toBe(loads);
  await expect.poll(async () => (await listener.events('wire', 'request')).length).toBe(loads);
  await site.close();
});

test('[R6.4] a page without a widget is left alone: nobody connects, nothing is kept', async ({
  extension,
}) => {
  const site = await startCaptureSite();
  site.serve('<!doctype html><title>plain</title><h1>Plain</h1>');
  const { page } = extension;
  await page.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  await page.evaluate(async () => {
    await fetch('/v1/widgets/wgt_nobody/bootstrap');
    await fetch('/other/thing');
    localStorage.setItem('chatDevice-wgt_nobody', '{}');
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/wgt_nobody`);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    socket.close();
  });
  // A second tab that has one is heard: so there was time enough for this one.
  const other = await extension.context.newPage();
  site.serve(`<!doctype html><title>other</title><script>${widgetScript()}</script>`);
  await other.goto(site.origin);
  const second = await CaptureListener.open(extension, other);
  await second.document();
  expect(await listener.documents()).toEqual([]);
  expect(await listener.records()).toEqual([]);
  await site.close();
});
