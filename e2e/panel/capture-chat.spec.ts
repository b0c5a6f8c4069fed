import type { Fault } from '../../extension/src/channel/faults.ts';
import { CaptureListener } from '../support/capture-listener.ts';
import { startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { expect, test } from '../support/extension.ts';
import { sites } from '../support/fixtures.ts';
import { Visitor, words } from '../support/visitor.ts';

/** Numbers of a document's records that were not heard. */
async function missing(listener: CaptureListener): Promise<number[]> {
  const numbers = new Set((await listener.records()).map(({ n }) => n));
  return Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1).filter((n) => !numbers.has(n));
}

test('[R6.4] a whole chat is heard twice, by the widget and on the wire, and no token leaves the page', async ({
  extension,
  world,
  watch,
}) => {
  watch.follow(extension.context);
  const visitor = new Visitor(extension.page, sites.alfar.widgetId, 'Vi Captured');
  await visitor.page.goto(world.shopOrigin);
  await visitor.chat('Is it oven-proof?');
  // Opened late: everything since the load is there.
  const listener = await CaptureListener.open(extension);
  const document = await listener.document();
  expect(document).toMatchObject({
    frameId: 0,
    url: `${world.shopOrigin}/`,
    widgets: [{ widgetId: 'wgt_alfar' }],
  });
  const told = async (witness: 'widget' | 'wire') => [
    ...(await listener.events(witness, 'request')).map(({ span, path }) => `${span} ${path}`),
    ...(await listener.events(witness, 'response')).map(({ span, status }) => `${span} ${status}`),
    ...(await listener.events(witness, 'frame')).map(
      ({ direction, data }) => direction + JSON.stringify(data),
    ),
  ];
  await expect.poll(async () => (await told('widget')).length).toBeGreaterThan(10);
  const difference = async () => {
    const [widget, wire] = [await told('widget'), await told('wire')];
    return [widget.filter((one) => !wire.includes(one)), wire.filter((one) => !widget.includes(one))];
  };
  await expect.poll(difference).toEqual([[], []]);
  await expect.poll(() => missing(listener)).toEqual([]);

  const { token } = JSON.parse((await visitor.stored('chatDevice')) ?? '{}');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(await listener.heard())).not.toContain(token);
  const answer = await listener.ask(document.documentId, { type: 'read_storage' });
  expect(JSON.stringify(answer)).not.toContain(token);
  // A person edits what they see, with the stand-in in it: the page gets its token back.
  const stored = (answer as { value: Record<string, string> }).value['chatDevice-wgt_alfar'] as string;
  await listener.ask(document.documentId, {
    type: 'write_storage',
    key: 'chatDevice-wgt_alfar',
    value: `${stored} `,
  });
  expect(JSON.parse((await visitor.stored('chatDevice')) ?? '{}').token).toBe(token);

  const traceId = document.widgets[0]?.traceId as string;
  const blob = await listener.ask(document.documentId, {
    type: 'blob',
    traceId,
    includeText: false,
    serverLines: false,
  });
  expect(blob).toMatchObject({ ok: true, value: { madeBy: 'panel' } });
});

test('[R6.4] the background dies mid-chat, with and without somebody listening, and nothing is missing', async ({
  extension,
  world,
}) => {
  const visitor = new Visitor(extension.page, sites.alfar.widgetId, 'Vi Restarted');
  await visitor.page.goto(world.shopOrigin);
  await visitor.chat('before');
  const tabId = await extension.tabIdOf(visitor.page);
  await extension.killWorker();
  await visitor.send('while it is dead');
  await visitor.expectSent('while it is dead');
  const listener = await CaptureListener.open(extension, visitor.page, tabId);
  await extension.killWorker();
  await visitor.send('after');
  await visitor.expectSent('after');
  const sent = async () => {
    const requests = await listener.events('wire', 'request');
    return requests
      .map(({ body }) => (body as { body?: string } | null)?.body)
      .filter((text) => text !== undefined);
  };
  await expect.poll(sent).toEqual(['before', 'while it is dead', 'after']);
  await expect.poll(() => missing(listener)).toEqual([]);
  await expect.poll(async () => (await listener.boots()).length).toBeGreaterThan(1);
});

test('[R6.4] a reload begins a new story beside the one that was heard, and loses nothing of its end', async ({
  extension,
  world,
}) => {
  const visitor = new Visitor(extension.page, sites.alfar.widgetId, 'Vi Reloading');
  await visitor.page.goto(world.shopOrigin);
  const listener = await CaptureListener.open(extension);
  const first = await listener.document();
  await visitor.page.reload();
  await expect.poll(async () => (await listener.document()).documentId).not.toBe(first.documentId);
  const pages = async () => {
    const mine = (await listener.records()).filter(({ documentId }) => documentId === first.documentId);
    return mine.flatMap(({ event }) =>
      event.witness === 'wire' && event.kind === 'page' ? [event.what] : [],
    );
  };
  await expect.poll(pages).toContain('pagehide');
  const lives = (await listener.documents()).map(({ life }) => life);
  expect(lives).toEqual(['gone', 'alive']);
});

test('[R6.4] a fault cuts this widget’s socket, is told, ends by itself, and the chat recovers', async ({
  extension,
  world,
}) => {
  const visitor = new Visitor(extension.page, sites.alfar.widgetId, 'Vi Cut');
  await visitor.page.goto(world.shopOrigin);
  await visitor.chat('hello');
  const listener = await CaptureListener.open(extension);
  const { documentId, widgets } = await listener.document();
  const fault: Fault = {
    faultId: 'f1',
    traceId: widgets[0]?.traceId as string,
    kind: 'cut_socket',
    forMs: 1_000,
  };
  expect(await listener.ask(documentId, { type: 'fault_on', fault })).toEqual({ ok: true, value: null });
  const told = async () =>
    (await listener.events('wire', 'fault')).map(({ fault: kind, phase }) => [kind, phase]);
  await expect.poll(told).toEqual([
    ['cut_socket', 'on'],
    ['cut_socket', 'off'],
  ]);
  // The widget saw a lost connection, and after a while a new one.
  const codes = async () =>
    (await listener.events('widget', 'socket'))
      .filter(({ phase }) => phase === 'closed')
      .map(({ code }) => code);
  await expect.poll(async () => (await codes())[0]).toBe(1006);
  const opened = async () =>
    (await listener.events('widget', 'socket')).filter(({ phase }) => phase === 'open').length;
  await expect.poll(opened, { timeout: 30_000 }).toBe(2);
  await visitor.send('still there');
  await visitor.expectSent('still there');
});

test('[R6.4][A1] a double click, made by a fault, still makes one conversation', async ({
  extension,
  world,
}) => {
  const visitor = new Visitor(extension.page, sites.norte.widgetId, 'Vi Twice');
  await visitor.page.goto(world.appOrigin);
  const listener = await CaptureListener.open(extension);
  const { documentId, widgets } = await listener.document();
  const fault: Fault = { faultId: 'f1', traceId: widgets[0]?.traceId as string, kind: 'double_start' };
  const early = await listener.ask(documentId, { type: 'fault_on', fault });
  expect(early).toMatchObject({ ok: false, sentence: expect.stringContaining('open the chat') });
  await visitor.open();
  await expect(visitor.startButton).toBeVisible();
  expect(await listener.ask(documentId, { type: 'fault_on', fault })).toMatchObject({ ok: true });
  const clicks = async () =>
    (await listener.events('widget', 'action')).filter(
      ({ action }) => (action as { type: string }).type === 'start_clicked',
    ).length;
  await expect.poll(clicks).toBe(2);
  const form = visitor.button(words.startChat);
  await expect(form.or(visitor.messageBox)).toBeVisible();
  if (await form.isVisible()) await visitor.fillPrechat();
  // The database is audited after each test: one open conversation.
  await expect(visitor.messageBox).toBeVisible();
});

test('[R6.4] each fault does what it says to the widget’s traffic, and nothing to the page’s own', async ({
  extension,
}) => {
  const site = await startCaptureSite();
  site.serve(`<!doctype html><title>faults</title><script>${widgetScript()}</script>`);
  await extension.page.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  const { documentId, widgets } = await listener.document();
  const traceId = widgets[0]?.traceId as string;
  const during = async (fault: object) => {
    const on = { faultId: 'f', traceId, forMs: 60_000, ...fault } as Fault;
    expect(await listener.ask(documentId, { type: 'fault_on', fault: on })).toMatchObject({ ok: true });
    const own = await extension.page.evaluate(tryTraffic, {
      path: 'v1/widgets/wgt_site/thing',
      socket: 'ws/wgt_site',
    });
    const others = await extension.page.evaluate(tryTraffic, { path: 'other/thing', socket: 'elsewhere' });
    await listener.ask(documentId, { type: 'fault_off', faultId: 'all' });
    expect(others).toEqual({ answer: '200', frames: 2, code: 1005 });
    return own;
  };
  expect(await during({ kind: 'offline' })).toEqual({
    answer: 'TypeError: Failed to fetch',
    frames: 0,
    code: 1006,
  });
  expect(await during({ kind: 'expire_token' })).toEqual({ answer: '401', frames: 0, code: 4003 });
  expect(await during({ kind: 'drop_frames', direction: 'in' })).toMatchObject({ answer: '200', frames: 0 });
  expect(await during({ kind: 'drop_frames', direction: 'out' })).toMatchObject({ answer: '200', frames: 0 });
  // Each of two frames goes out twice, and each of the four that come back is heard twice.
  expect(await during({ kind: 'duplicate_frames' })).toMatchObject({ answer: '200', frames: 8 });
  const delay = { kind: 'delay_responses', delayMs: 400 };
  const began = await extension.page.evaluate(() => performance.now());
  expect(await during(delay)).toMatchObject({ answer: '200', frames: 2 });
  expect((await extension.page.evaluate(() => performance.now())) - began).toBeGreaterThan(400);

  const key = 'chatCache-wgt_site';
  await extension.page.evaluate((name) => localStorage.setItem(name, '{}'), key);
  await during({ kind: 'corrupt_key', key });
  expect(await extension.page.evaluate((name) => localStorage.getItem(name), key)).toBe('{"v":1,"');
  await during({ kind: 'clear_key', key });
  expect(await extension.page.evaluate((name) => localStorage.getItem(name), key)).toBeNull();
  await site.close();
});

/** One request and one conversation over a socket: what came of them. Runs in the page. */
async function tryTraffic({ path, socket: place }: { path: string; socket: string }) {
  const answer = await fetch(`/${path}`).then(
    ({ status }) => `${status}`,
    (error: Error) => `${error.name}: ${error.message}`,
  );
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/${place}`);
  let frames = 0;
  let settled: ReturnType<typeof setTimeout> | undefined;
  const code = await new Promise<number>((resolve) => {
    // A round trip on this machine takes a millisecond or two; a frame that is lost never comes.
    const wait = () => {
      clearTimeout(settled);
      settled = setTimeout(() => socket.close(), 300);
    };
    socket.onopen = () => {
      socket.send('one');
      socket.send('two');
      wait();
    };
    socket.onmessage = () => {
      frames += 1;
      wait();
    };
    socket.onclose = (event) => resolve(event.code);
  });
  return { answer, frames, code };
}

test('[R6.4] the icon carries the number of broken promises, also after the background has died', async ({
  extension,
}) => {
  const site = await startCaptureSite();
  const breach = { kind: 'transition', from: 'idle', to: 'nowhere', event: 'made_up', jumped: false };
  site.serve(`<!doctype html><title>broken</title><script>${widgetScript()}</script>`);
  await extension.page.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  const tellBreach = () =>
    extension.page.evaluate(
      (event) => (window as unknown as { tell(event: object): void }).tell(event),
      breach,
    );
  await tellBreach();
  await expect.poll(() => listener.badge()).toMatch(/^[1-9]\d*$/);
  const before = await listener.badge();
  const [boot] = await listener.boots();
  await extension.killWorker();
  await expect.poll(async () => (await listener.boots()).at(-1)).not.toBe(boot);
  await tellBreach();
  await expect.poll(() => listener.badge()).toBe(before);
  await extension.page.goto(`${site.origin}/?next`);
  await expect.poll(() => listener.badge()).toBe('');
  await site.close();
});
