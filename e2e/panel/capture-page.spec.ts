import { CaptureListener } from '../support/capture-listener.ts';
import { type CaptureSite, startCaptureSite, widgetScript } from '../support/capture-site.ts';
import { pageTest as base, expect } from '../support/extension.ts';
import { probePage } from './page-probe.ts';

const test = base.extend<{ site: CaptureSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  site: async ({}, use) => {
    const site = await startCaptureSite();
    await use(site);
    await site.close();
  },
});

const page = (script: string) => `<!doctype html><title>site</title><script>${script}</script>`;

test('[R6.4] a page finds nothing changed: sockets, requests and storage answer and fail as without the extension', async ({
  extension,
  site,
  browser,
}) => {
  site.serve(page(widgetScript()));
  const plain = await browser.newPage();
  await plain.goto(site.origin);
  const expected = await plain.evaluate(probePage, `${site.origin}/`);
  await plain.close();
  await extension.page.goto(site.origin);
  const found = await extension.page.evaluate(probePage, `${site.origin}/`);
  expect(found).toEqual(expected);
});

test('[R6.4] hears sockets both ways with their ends, and requests with their answers, of the widget’s backend only', async ({
  extension,
  site,
}) => {
  site.serve(page(widgetScript()));
  await extension.page.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  await extension.page.evaluate(probePage, `${site.origin}/`);
  const data = async () => (await listener.events('wire', 'frame')).map((one) => [one.direction, one.data]);
  const ping = { type: 'ping', n: 1 };
  const conversation = [
    ['out', ping],
    ['out', { binary: 3 }],
    ['in', ping],
    ['in', { binary: 3 }],
    ['out', { text: 'close:4001' }],
  ];
  await expect.poll(async () => (await data()).slice(0, 5)).toEqual(conversation);
  const sockets = async () => (await listener.events('wire', 'socket')).filter((one) => one.socketId === 1);
  await expect
    .poll(async () => (await sockets()).map(({ phase, path, code, reason }) => [phase, path, code, reason]))
    .toEqual([
      ['connecting', '/ws/wgt_site', null, null],
      ['open', '/ws/wgt_site', null, null],
      ['closed', '/ws/wgt_site', 4001, 'as asked'],
    ]);
  // Two sockets, of which one is the page's own kind.
  expect((await listener.events('wire', 'socket')).filter(({ phase }) => phase === 'closed')).toHaveLength(2);
  const failed = (await listener.events('wire', 'error')).map(({ message }) => message);
  expect(failed).toContain('A frame was not sent: the socket is not open yet.');
  expect(failed).toContain('A frame was not sent: the socket is no longer open.');

  const paths = async () => (await listener.events('wire', 'request')).map(({ path }) => path);
  const things = async () => (await paths()).filter((path) => path.endsWith('/thing')).length;
  // After much has happened, what is new takes a moment longer.
  await expect.poll(things).toBeGreaterThan(5);
  expect(new Set((await paths()).map((path) => path.split('/')[3]))).toEqual(new Set(['wgt_site']));
  // Told once the page has read them.
  const bodyOf = async (fits: (one: { status: number; body: unknown }) => unknown) =>
    (await listener.events('wire', 'response')).find(fits)?.body;
  await expect.poll(() => bodyOf(({ status }) => status === 404)).toEqual({ code: 'not_found' });
  await expect.poll(() => bodyOf(({ body }) => (body as { cut?: unknown } | null)?.cut)).toBeDefined();
  const long = await bodyOf(({ body }) => (body as { cut?: unknown } | null)?.cut);
  expect((long as { text?: string }).text).toHaveLength(64_000);
  const reasons = async () => (await listener.events('wire', 'request_failed')).map(({ reason }) => reason);
  await expect.poll(reasons).toEqual(expect.arrayContaining(['network', 'aborted']));
});

test('[R6.4] keeps an account of storage: the widget’s own writes, others’ by whatever way, and those of other tabs', async ({
  extension,
  site,
}) => {
  site.serve(page(widgetScript()));
  await extension.page.goto(site.origin);
  const other = await extension.context.newPage();
  await other.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  const seen = async () =>
    (await listener.events('wire', 'storage')).map(({ op, key, value, cause }) => [op, key, value, cause]);
  const key = 'chatCache-wgt_site';
  await extension.page.evaluate((name) => {
    const { tell } = window as unknown as { tell(event: object): void };
    tell({ kind: 'storage', op: 'write', key: name, value: { a: 1 }, cause: 'widget' });
    localStorage.setItem(name, '{"a":1}');
    localStorage.setItem('unrelated', '1');
    localStorage.setItem(name, 'no json');
  }, key);
  await expect.poll(seen).toEqual([
    ['write', key, { a: 1 }, 'widget'],
    ['write', key, { text: 'no json' }, 'observed'],
  ]);
  await extension.page.evaluate((name) => {
    localStorage[name] = '2';
    // Looked at with the next thing that happens.
    (window as unknown as { tell(event: object): void }).tell({
      kind: 'timer',
      phase: 'set',
      name: 'x',
      delayMs: 1,
    });
  }, key);
  await expect.poll(async () => (await seen()).slice(2)).toEqual([['write', key, 2, 'observed']]);
  await other.evaluate((name) => localStorage.removeItem(name), key);
  await expect.poll(async () => (await seen()).slice(3)).toEqual([['remove', key, null, 'other_tab']]);
});

test('[R6.4] hears widgets in frames: of the same site, written into the page, and empty ones', async ({
  extension,
  site,
}) => {
  const converse = `const s = new WebSocket(socketUrl); s.onopen = () => s.send('{"type":"ping","n":2}');`;
  const inner = widgetScript(`'${site.origin}/'`) + converse;
  const srcdoc = `<script>${inner}</script>`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  site.serve(`<!doctype html><title>frames</title><script>
      if (location.search) { ${inner} }
    </script>
    <script>
      if (!location.search) {
        document.write('<iframe src="/?inner"></iframe>');
      }
    </script>
    <template id="t">${srcdoc}</template>
    <script>
      if (!location.search) {
        const frame = document.createElement('iframe');
        frame.srcdoc = document.getElementById('t').innerHTML.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
        document.body.append(frame);
      }
    </script>`);
  await extension.page.goto(site.origin);
  const listener = await CaptureListener.open(extension);
  await expect
    .poll(async () => (await listener.documents()).map(({ url }) => url).sort())
    .toEqual(['about:srcdoc', `${site.origin}/`]);
  const documents = await listener.documents();
  expect(new Set(documents.map(({ frameId }) => frameId)).size).toBe(2);
  expect(documents.every(({ frameId }) => frameId > 0)).toBe(true);
  for (const { documentId } of documents) {
    await expect
      .poll(async () => {
        const mine = (await listener.records()).filter((record) => record.documentId === documentId);
        return mine.filter(({ event }) => event.witness === 'wire' && event.kind === 'frame').length;
      })
      .toBe(2);
  }
});

/** Everything that a page can put in capture's way before its widget comes. */
const sabotage = `
  const Real = WebSocket;
  window.WebSocket = class extends Real { constructor(...args) { super(...args); window.made = (window.made ?? 0) + 1; } };
  const nothing = () => { throw new Error('sabotage'); };
  for (const [owner, names] of [
    [Array.prototype, ['filter', 'find', 'findLast', 'splice', 'at', 'some']],
    [JSON, ['stringify', 'parse']],
    [EventTarget.prototype, ['addEventListener', 'dispatchEvent']],
    [MessagePort.prototype, ['postMessage']],
    [Promise.prototype, ['finally']],
    [Reflect, ['apply', 'construct']],
  ]) for (const name of names) owner[name] = nothing;
  delete window.fetch;
  for (const owner of [WebSocket, Real.prototype, Storage.prototype, XMLHttpRequest.prototype]) Object.freeze(owner);
  localStorage.setItem('chatDevice-wgt_site', '{"__proto__":{"polluted":true}}');
`;

const forged = `
  const list = globalThis[Symbol.for('hilo.devtools')];
  const cyclic = {}; cyclic.self = cyclic;
  const entry = (traceId, events) => ({ version: 1, widgetId: 'wgt_x', traceId, build: 'b', base: location.origin + '/',
    recorder: { events: () => events, subscribe: () => () => {} }, model: () => cyclic, blob: () => cyclic });
  list.push(null, 1, 'x', {}, new Proxy({}, { get() { throw new Error('sabotage'); } }));
  list.push(entry('f'.repeat(32), [cyclic, 1n, null, { kind: 'load' }, { huge: 'x'.repeat(2_000_000) }, '<img src=x onerror=alert(1)>']));
  list.push(entry('e'.repeat(32), 'no array'));
`;

test('[R6.4] survives a hostile page, which survives it: replaced classes, frozen prototypes, forged widgets, floods', async ({
  extension,
  site,
  watch,
}) => {
  watch.follow(extension.context);
  const nonce = 'bm9uY2U';
  site.serve(
    `<!doctype html><title>hostile</title><script nonce="${nonce}">${sabotage}${widgetScript()}${forged}</script>`,
    {
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; connect-src 'self'`,
    },
  );
  await extension.page.goto(site.origin);
  const count = 5_000;
  const heard = await extension.page.evaluate(
    (wanted) =>
      new Promise<{ frames: number; made: number }>((resolve, reject) => {
        const { socketUrl } = window as unknown as { socketUrl: string };
        const socket = new WebSocket(socketUrl);
        let frames = 0;
        socket.onerror = reject;
        socket.onopen = () => socket.send(`flood:${wanted}`);
        socket.onmessage = () => {
          frames += 1;
          const { made } = window as unknown as { made: number };
          if (frames === wanted) resolve({ frames, made });
        };
      }),
    count,
  );
  expect(heard).toEqual({ frames: count, made: 1 });
  const listener = await CaptureListener.open(extension);
  const frames = async () =>
    (await listener.events('wire', 'frame')).filter(({ direction }) => direction === 'in');
  await expect.poll(async () => (await frames()).length, { timeout: 30_000 }).toBe(count);
  expect((await frames()).at(-1)?.data).toEqual({ type: 'event', n: count });
  // What was forged is counted, and nothing of it reaches anybody as an event.
  const messages = await listener.heard();
  const dropped = messages.flatMap((message) => (message.type === 'records' ? [message.dropped.count] : []));
  expect(Math.max(...dropped)).toBeGreaterThanOrEqual(6);
  const { documentId, widgets } = await listener.document();
  expect(widgets.map(({ widgetId }) => widgetId)).toContain('wgt_site');
  const model = await listener.ask(documentId, { type: 'model', traceId: 'f'.repeat(32) });
  expect(model).toMatchObject({ ok: false });
  const stored = await listener.ask(documentId, { type: 'read_storage' });
  expect(stored).toMatchObject({ ok: true });
});
