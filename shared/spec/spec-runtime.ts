/* head */
// A load of the widget as it was recorded, with the network, the clock and the person of then.
/* end of head */
// Run it with: npx playwright test <this file>. The built widget is looked for in dist/widget, or where HILO_WIDGET says.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, type Route, test } from '@playwright/test';

// biome-ignore lint/suspicious/noExplicitAny: a recording holds whatever there was
type Any = any;

const story: Any = /* story */ { title: '', steps: [], events: [], broken: [] } /* end of story */;

const origin = 'https://shop.invalid';
const testMsMax = 180_000;
/** How long a page that has something to do may take for it, by the clock on the wall. */
const patienceMs = 10_000;
/** How much of the page's own time may pass until what was recorded comes; then it is left out. */
const lateMsMax = 2_000;
/** And for a promise to be kept after the end. */
const deadlineMsMax = 180_000;

const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
);

test.use({
  viewport: story.viewport,
  locale: story.locale,
  timezoneId: story.timeZone ?? 'UTC',
  serviceWorkers: 'block',
  launchOptions: executablePath ? { executablePath, args: ['--no-sandbox'] } : {},
});

test(story.title, async ({ page }) => {
  test.setTimeout(testMsMax);
  const stage = await openStage(page, true);
  for (const step of story.steps) {
    await untilTold(stage, step.after);
    // Some of it the widget does by itself: that it shows the end of a thread, that it waited for too long.
    await goTo(stage, step.at);
    if (stage.count <= step.after) await perform(stage, step, patienceMs);
  }
  await untilTold(stage, story.told);
  await goTo(stage, story.endMs - story.startMs);
  // A moment for what should not happen any more.
  await listen(stage, 100);
  failWhere(firstDifference(stage, true));
  if (story.screen === null) return;
  const { screen } = await lookAt(stage);
  failWhere(differenceOfScreens(shapesOf(story.screen), shapesOf(screen ?? '')));
});

for (const { ruleId, promise } of story.broken) {
  test(`promise "${promise}" holds (${ruleId})`, async ({ page }) => {
    test.setTimeout(testMsMax);
    const stage = await openStage(page, false);
    for (const step of story.steps) {
      if (step.do === 'ring') continue;
      await goTo(stage, step.at);
      await perform(stage, step, 0);
    }
    await goTo(stage, story.endMs - story.startMs);
    const verdict = await verdictOf(stage, ruleId);
    const said = verdict?.violations.map(({ detail }: Any) => detail) ?? [
      'The widget knows no such promise.',
    ];
    if (verdict?.status === 'violated' || !verdict)
      throw new Error(`“${promise}” is broken (${ruleId}): ${said.join(' ')}`);
    if (verdict.status === 'not_exercised')
      test.info().annotations.push({ type: 'note', description: `${ruleId} was not put to the test` });
  });
}

// The stage: a page with the widget on it, and everything around the widget in our hands.

interface Stage {
  page: Page;
  /** Everything comes in the order of the recording; otherwise as its time comes, and what cannot come is left out. */
  isStrict: boolean;
  nowMs: number;
  /** What the widget asked: it waits here until its step answers it. */
  asked: { method: string; path: string; query: string; route: Route; isTaken: boolean; isRead: boolean }[];
  /** Requests of the recording that were made again. */
  made: Set<Any>;
  /** Ids that this run drew, by those of the recording. */
  ids: Map<string, string>;
  /** How many events the widget has told, and those of them that are compared. */
  count: number;
  came: Told[];
  read: (event: Any) => Told | undefined;
  drawn: Map<string, number>;
}

async function openStage(page: Page, isStrict: boolean): Promise<Stage> {
  const read = createReader();
  const stage: Stage = {
    page,
    isStrict,
    nowMs: 0,
    asked: [],
    made: new Set(),
    ids: new Map(),
    count: 0,
    came: [],
    read,
    drawn: new Map(),
  };
  const entry = await serve(stage);
  await page.addInitScript(replaceClock, {
    startMs: story.startMs,
    isStrict,
    times: isStrict ? story.times : [],
  });
  await page.addInitScript(replaceSockets);
  await page.addInitScript(replacePage, { visible: story.visible, online: story.online, isStrict });
  await page.addInitScript(replaceStorage, {
    storage: story.storage,
    isDenied: story.isDenied,
    failed: isStrict ? story.failed : [],
    fractions: story.fractions,
  });
  await page.addInitScript(witness);
  await page.goto(`${origin}/page`);
  const options = { ...story.boot, widgetId: story.widgetId };
  await page.evaluate(boot, { url: `${origin}/${entry}`, base: `${origin}${story.base}`, options });
  return stage;
}

async function serve(stage: Stage): Promise<string> {
  const folder = widgetFolder();
  const entry = /hilo-widget-[\w-]{8}\.js/.exec(readFileSync(join(folder, 'hilo.js'), 'utf8'))?.[0] ?? '';
  const files = new Map(
    readdirSync(folder)
      .filter((name) => /\.(js|json)$/.test(name))
      .map((name) => [name, join(folder, name)]),
  );
  await stage.page.route('**/*', async (route) => {
    const request = route.request();
    const { pathname: path, search: query } = new URL(request.url());
    const file = files.get(path.split('/').at(-1) ?? '');
    if (file !== undefined) await route.fulfill({ path: file });
    else if (request.isNavigationRequest()) {
      const body = `<!doctype html><html lang="${/^[\w-]*$/.exec(story.language)?.[0] ?? 'en'}"><title>Shop</title></html>`;
      await route.fulfill({ contentType: 'text/html', body });
    } else if (path.includes('/v1/widgets/')) {
      stage.asked.push({ method: request.method(), path, query, route, isTaken: false, isRead: false });
    } else await route.abort();
  });
  return entry;
}

function widgetFolder(): string {
  const given = process.env.HILO_WIDGET;
  const above = ['.', '..', '../..', '../../..'].map((up) => join(process.cwd(), up, 'dist/widget'));
  const found = [given, ...above].find((folder) => folder && existsSync(join(folder, 'hilo.js')));
  if (!found)
    throw new Error('There is no built widget; run npm run build, or name its folder in HILO_WIDGET.');
  return found;
}

async function boot({ url, base, options }: { url: string; base: string; options: object }): Promise<void> {
  const widget = (await import(url)) as {
    attach(base: string, queue: unknown[]): void;
    prepare(): Promise<unknown>;
  };
  // Nothing is to come a moment later than it did.
  await widget.prepare();
  const queue: unknown[] = [];
  widget.attach(base, queue);
  const call = (...args: unknown[]) => queue.push([args, () => {}, () => {}]);
  Object.assign((window as Any).hilo, { call });
  call('boot', options);
}

// Time, and what the widget tells meanwhile.

/**
 * The page's time goes on to this; timers that are due ring, but in a strict run those that have a step of their own.
 */
async function goTo(stage: Stage, ms: number): Promise<void> {
  stage.nowMs = Math.max(stage.nowMs, ms);
  const told = await stage.page.evaluate(async (to) => {
    const { hilo } = window as Any;
    await hilo.goTo(to);
    return hilo.takeTold(0);
  }, stage.nowMs);
  take(stage, told);
}

/** Takes in what the widget has told since; where nothing has come, waits a little for it. */
async function listen(stage: Stage, waitMs: number): Promise<void> {
  take(stage, await stage.page.evaluate((ms) => (window as Any).hilo.takeTold(ms), waitMs));
}

function take(stage: Stage, events: Any[]): void {
  for (const event of events) {
    if (event.kind === 'random') learnDrawn(stage, event);
    const one = stage.read(event);
    if (one) stage.came.push(one);
  }
  stage.count += events.length;
}

/** Resolves once the widget has told so many events again; fails where they are not those of the recording. */
async function untilTold(stage: Stage, count: number): Promise<void> {
  const endsAt = Date.now() + patienceMs;
  while (stage.count < count) {
    await listen(stage, 50);
    failWhere(firstDifference(stage, false));
    if (Date.now() > endsAt) failWhere(firstDifference(stage, true) ?? nothingMore(stage));
  }
}

/** Until it comes: in a strict run, time stands still meanwhile. Otherwise some may have to pass. */
async function waitFor(stage: Stage, patience: number, isThere: () => Promise<boolean>): Promise<boolean> {
  const endsAt = Date.now() + patience;
  const untilMs = stage.nowMs + lateMsMax;
  while (!(await isThere())) {
    if (stage.isStrict ? Date.now() > endsAt : stage.nowMs > untilMs) return false;
    await stage.page.waitForTimeout(10);
    if (!stage.isStrict) await goTo(stage, stage.nowMs + 40);
  }
  return true;
}

/** The widget judges itself, in the blob that it makes; deadlines that run are let pass. */
async function verdictOf(stage: Stage, ruleId: string): Promise<Any> {
  await stage.page.evaluate(() => (window as Any).hilo.answerPings());
  const untilMs = stage.nowMs + deadlineMsMax;
  for (;;) {
    const { verdicts } = await lookAt(stage);
    const verdict = verdicts.find((one: Any) => one.ruleId === ruleId);
    if (verdict?.status !== 'pending' || stage.nowMs > untilMs) return verdict;
    for (let left = verdict.dueInMs + 100; left > 0; left -= 1_000)
      await goTo(stage, stage.nowMs + Math.min(left, 1_000));
  }
}

async function lookAt(stage: Stage): Promise<{ screen: string | null; verdicts: Any[] }> {
  return stage.page.evaluate(() => (window as Any).hilo.look());
}

// What comes from outside: the person, the page, the network.

async function perform(stage: Stage, step: Any, patience: number): Promise<void> {
  const { page } = stage;
  if (step.do === 'answer' || step.do === 'fail') return reply(stage, step, patience);
  const mine = JSON.parse(mapped(stage, JSON.stringify(step)));
  const done = async () => {
    const [isDone, told] = await page.evaluate(async (one) => {
      const { hilo } = window as Any;
      return [hilo.perform(one), await hilo.takeTold(0)];
    }, mine);
    take(stage, told);
    return isDone;
  };
  const why = `there is nothing on the page for: ${step.do} ${step.action ?? step.name ?? step.socket ?? ''}`;
  if (!(await waitFor(stage, patience, done)) && stage.isStrict) failWhere(why);
}

async function reply(stage: Stage, step: Any, patience: number): Promise<void> {
  // The widget gives up by itself.
  if (step.reason === 'timeout') return;
  learnAsked(stage);
  const { request, status, headers, body } = step;
  const found = () => {
    learnAsked(stage);
    return findAsked(stage, request);
  };
  const isThere = await waitFor(stage, patience, async () => found() !== undefined);
  const one = found();
  if (!isThere || !one) {
    if (stage.isStrict) failWhere(`the widget does not ask ${request.method} ${request.path}`);
    return;
  }
  one.isTaken = true;
  if (step.do === 'fail') await one.route.abort();
  else {
    const text = mapped(stage, typeof body === 'string' ? body : JSON.stringify(body));
    const json = { ...headers, 'content-type': 'application/json' };
    // Where the widget has given up by now, nobody hears it.
    await one.route.fulfill({ status, headers: json, body: text }).catch(() => {});
  }
  const isHeard = async () =>
    stage.page.evaluate((n) => (window as Any).hilo.replies() >= n, answersOf(stage));
  for (let tries = 0; tries < 200 && !(await isHeard()); tries++) await stage.page.waitForTimeout(5);
}

function answersOf({ asked }: Stage): number {
  return asked.filter(({ isTaken }) => isTaken).length;
}

/** The same question: its query tells apart those that are asked again and again, where it is the same. */
function findAsked(stage: Stage, { method, path, query }: Any): Stage['asked'][number] | undefined {
  const wanted = mapped(stage, path);
  const like = stage.asked.filter((one) => !one.isTaken && one.method === method && one.path === wanted);
  return like.find((one) => plainOf(one.query) === plainOf(mapped(stage, query))) ?? like[0];
}

function plainOf(query: string): string {
  return query.replace(/traceparent=[\w-]*/, '');
}

/** The ids that a request carries now stand for those that it carried then. */
function learnAsked(stage: Stage): void {
  for (const one of stage.asked) {
    if (one.isRead) continue;
    one.isRead = true;
    const then = story.requests.find(
      (each: Any) =>
        !stage.made.has(each) && each.method === one.method && mapped(stage, each.path) === one.path,
    );
    if (!then) continue;
    stage.made.add(then);
    learn(stage, then.body, one.route.request().postDataJSON());
  }
}

function learn({ ids }: Stage, then: Any, now: Any): void {
  if (typeof then === 'string' && typeof now === 'string' && /^[0-9a-f-]{36}$/.test(then)) ids.set(then, now);
  if (typeof then !== 'object' || then === null || typeof now !== 'object' || now === null) return;
  for (const name of Object.keys(then)) learn({ ids } as Stage, then[name], now[name]);
}

/** What was drawn for the same purpose, in the same order. */
function learnDrawn({ ids, drawn }: Stage, { purpose, value }: Any): void {
  const nth = drawn.get(purpose) ?? 0;
  drawn.set(purpose, nth + 1);
  const then = story.events.filter((one: Any) => one.kind === 'random' && one.purpose === purpose)[nth];
  if (then && !ids.has(then.value)) ids.set(then.value, value);
}

function mapped({ ids }: Stage, text: string): string {
  return text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => ids.get(id) ?? id);
}

// What is compared, and how a difference is told.

interface Told {
  kind: string;
  t: number;
  /** What is compared. */
  is: Any;
}

/** What of each kind of event is compared: what the widget makes of what comes from outside. */
const compared: Record<string, string[]> = {
  request: ['method', 'path', 'body'],
  frame: ['data'],
  storage: ['op', 'key', 'value'],
  transition: ['from', 'to', 'event'],
  operation: ['operation', 'phase', 'errorCode', 'status', 'unreadCount'],
  unread: ['total', 'conversations', 'source'],
  screen: ['conversationId', 'runs', 'pending', 'connection', 'badge'],
};
const texts =
  /^(body|preview|name|email|phone|userId|companyName|greeting|comment|text|title|detail|agentName|drafts)$/;
/** Clocks, and what is computed from a token. */
const dropped = /(At|Ms|Time)$|^(seal|traceparent)$/;
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const trace = /00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/g;
const secret = /^[\w-]{43}$|hilo-secret-/;

/**
 * Reads events in the form in which two runs are the same: what was drawn by chance, and secrets, as numbers in the order
 * of their first appearance, texts in shape, no times. Undefined for an event that is not compared.
 */
function createReader(): (event: Any) => Told | undefined {
  const drawn = new Set<string>();
  const names = new Map<string, string>();
  const name = (id: string) => {
    const known = names.get(id) ?? `id ${names.size + 1}`;
    names.set(id, known);
    return known;
  };
  const plain = (text: string) =>
    secret.test(text)
      ? name(text)
      : text.replace(trace, 'trace').replace(uuid, (id) => (drawn.has(id) ? name(id) : id));
  const read = (value: Any, isText: boolean): Any => {
    if (typeof value === 'string') return isText ? shapeOf(value) : plain(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => read(one, isText));
    const members = Object.entries(value).filter(([key, one]) => one !== undefined && !dropped.test(key));
    return Object.fromEntries(
      members.map(([key, one]) => [plain(key), read(one, isText || texts.test(key))]),
    );
  };
  return (event) => {
    const { kind, t, direction, cause, op, fields } = event;
    if (kind === 'random') drawn.add(event.value);
    const isOther = direction === 'in' || (kind === 'storage' && (cause !== 'widget' || op === 'read'));
    if (!compared[kind] || isOther) return undefined;
    const all = { ...event, ...(fields && { status: fields.status, unreadCount: fields.unreadCount }) };
    const is = Object.fromEntries(compared[kind].map((member) => [member, read(all[member] ?? null, false)]));
    return { kind, t, is };
  };
}

const recorded: Told[] = (() => {
  const read = createReader();
  return story.events.flatMap((event: Any) => read(event) ?? []);
})();

/** Where what came leaves the recording; with `isOver`, also where it ends too early. */
function firstDifference({ came }: Stage, isOver: boolean): string | undefined {
  for (let i = 0; i < Math.max(came.length, isOver ? recorded.length : 0); i++) {
    const [then, now] = [recorded[i], came[i]];
    const at = then && now && then.kind === now.kind ? pathOfDifference(then.is, now.is, '') : '';
    if (at === undefined) continue;
    const where = at ? `, at ${at}` : '';
    const before = recorded
      .slice(Math.max(0, i - 3), i)
      .map((one) => `  as recorded: ${describe(one, '')}\n`);
    return (
      `The widget leaves the recording at step ${i + 1} of ${recorded.length}${where}:\n${before.join('')}` +
      `  recorded was: ${then ? describe(then, at) : 'nothing more'}\n` +
      `  what came is: ${now ? describe(now, at) : 'nothing more'}`
    );
  }
  return undefined;
}

function nothingMore({ count }: Stage): string {
  return `The widget tells ${count} events and no more; recorded were ${story.told}.`;
}

function pathOfDifference(then: Any, now: Any, at: string): string | undefined {
  if (then === now) return undefined;
  const areObjects = [then, now].every((one) => typeof one === 'object' && one !== null);
  if (!areObjects || Array.isArray(then) !== Array.isArray(now)) return at || '/';
  for (const name of new Set([...Object.keys(then), ...Object.keys(now)])) {
    const path = pathOfDifference(then[name], now[name], `${at}/${name}`);
    if (path !== undefined) return path;
  }
  return undefined;
}

function describe({ kind, t, is }: Told, at: string): string {
  const words: Record<string, () => string> = {
    request: () => `${is.method} ${is.path}`,
    frame: () => `sends ${is.data?.type}`,
    storage: () => `${is.op} ${is.key}`,
    transition: () => `${is.from} → ${is.to} (${is.event})`,
    operation: () => `${is.operation} ${is.phase}${is.errorCode ? ` (${is.errorCode})` : ''}`,
    unread: () => `badge ${is.total}, from the ${is.source}`,
    screen: () => `thread ${JSON.stringify(is.runs)}, ${is.connection}, badge ${is.badge}`,
  };
  let value = is;
  for (const name of at.split('/').slice(1)) value = value?.[name];
  const shown = at ? (JSON.stringify(value) ?? 'nothing') : '';
  const detail = shown.length > 160 ? `${shown.slice(0, 160)}…` : shown;
  return `${kind} ${words[kind]?.() ?? ''}${detail && `, ${detail}`} (${(t / 1000).toFixed(2)} s)`;
}

function differenceOfScreens(then: string[], now: string[]): string | undefined {
  const at = Array.from({ length: Math.max(then.length, now.length) }).findIndex(
    (_, i) => then[i] !== now[i],
  );
  if (at < 0) return undefined;
  const [one, other] = [then, now].map((lines) => lines[at]?.trim() ?? 'nothing more');
  return `The screen in the end is another, at line ${at + 1}:\n  recorded was: ${one}\n  what came is: ${other}`;
}

/** Roles and states as they are, names in shape: words that could be a person's are masked in a recording. */
function shapesOf(screen: string): string[] {
  return screen.split('\n').map((line) => line.replace(/".*$/, shapeOf));
}

function shapeOf(text: string): string {
  return text
    .replace(/\p{N}+/gu, '0')
    .replace(/\p{Extended_Pictographic}/gu, '*')
    .replace(/[\p{L}\p{M}]/gu, 'a');
}

function failWhere(difference: string | undefined): void {
  if (difference === undefined) return;
  const error = new Error(difference);
  // Where in this file it was noticed says nothing.
  error.stack = difference;
  throw error;
}

// From here on, what runs in the page, before anything else does.

interface Clocked {
  startMs: number;
  isStrict: boolean;
  times: (number | null)[];
}

/**
 * The page's time stands still, but when it is told to go on. Timers with a name are the widget's own. `times`: when the
 * widget told each event by itself; whoever asks for the time while it does so again is told that.
 */
function replaceClock({ startMs, isStrict, times }: Clocked): void {
  const RealDate = Date;
  const realTimeout = setTimeout.bind(window);
  let nowMs = 0;
  let wallMs = startMs;
  let lastId = 0;
  const timers = new Map<number, { dueMs: number; everyMs: number; name: Any; run: () => void }>();
  const set = (run: (...args: Any[]) => void, ms: number, everyMs: number, args: Any[]) => {
    timers.set(++lastId, { dueMs: now() + ms, everyMs, name: args[0], run: () => run(...args) });
    return lastId;
  };
  const clear = (id: number) => void timers.delete(id);
  const ring = (id: number) => {
    const timer = timers.get(id)!;
    if (timer.everyMs) timer.dueMs = nowMs + timer.everyMs;
    else timers.delete(id);
    timer.run();
  };
  const now = () => Math.max(nowMs, times[(window as Any).hilo.count?.() ?? 0] ?? 0);
  const wall = () => wallMs + now() - nowMs;
  const tickTo = (ms: number) => {
    wallMs += Math.max(0, ms - nowMs);
    nowMs = Math.max(nowMs, ms);
  };
  const turn = () =>
    new Promise<void>((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(null);
    });
  class PageDate extends RealDate {
    constructor(...args: Any[]) {
      super(...((args.length > 0 ? args : [wall()]) as [number]));
    }
    static override now(): number {
      return wall();
    }
  }
  Object.assign(window, {
    Date: PageDate,
    setTimeout: (run: () => void, ms = 0, ...args: Any[]) => set(run, ms, 0, args),
    setInterval: (run: () => void, ms = 0, ...args: Any[]) => set(run, ms, Math.max(1, ms), args),
    clearTimeout: clear,
    clearInterval: clear,
  });
  Object.defineProperty(performance, 'now', { value: now });
  AbortSignal.timeout = (ms) => {
    const control = new AbortController();
    set(() => control.abort(new DOMException('It took too long.', 'TimeoutError')), ms, 0, []);
    return control.signal;
  };
  const hilo = {
    turn,
    realTimeout,
    async goTo(ms: number): Promise<void> {
      await turn();
      for (;;) {
        const [due] = [...timers]
          .filter(([, one]) => one.dueMs <= ms && !(isStrict && typeof one.name === 'string'))
          .sort(([, one], [, other]) => one.dueMs - other.dueMs);
        if (!due) break;
        tickTo(due[1].dueMs);
        ring(due[0]);
        // What waits for it goes on before the next one.
        await turn();
      }
      tickTo(ms);
    },
    ringNamed(name: string): boolean {
      const [found] = [...timers].find(([, one]) => one.name === name) ?? [];
      if (found !== undefined) ring(found);
      return found !== undefined;
    },
    /** The machine slept: the clock on the wall went on meanwhile. */
    sleptUntil(ms: number) {
      wallMs = Math.max(wallMs, ms);
      for (const [id, one] of [...timers]) if (one.everyMs) ring(id);
    },
  };
  Object.assign(window, { hilo });
}

/** Sockets that open, speak and close when they are told to. */
function replaceSockets(): void {
  const { hilo } = window as Any;
  const sockets: PageSocket[] = [];
  let isAlive = false;
  class PageSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readyState = 0;
    binaryType = 'blob';
    bufferedAmount = 0;
    isOver = false;
    constructor(readonly url: string) {
      super();
      sockets.push(this);
    }
    send(text: string): void {
      const { type, n } = JSON.parse(text);
      if (isAlive && type === 'ping')
        void hilo.turn().then(() => this.happen('message', 1, { data: JSON.stringify({ type: 'pong', n }) }));
    }
    close(): void {
      if (this.readyState < 2) this.readyState = 2;
    }
    happen(type: string, readyState: number, detail: object): void {
      this.readyState = readyState;
      const event = Object.assign(new Event(type), detail);
      (this as Any)[`on${type}`]?.(event);
      this.dispatchEvent(event);
    }
  }
  Object.assign(window, { WebSocket: PageSocket });
  Object.assign(hilo, {
    /** After the end of the recording nobody else does. */
    answerPings() {
      isAlive = true;
    },
    onSocket({ do: what, socket, data, code, reason, wasClean }: Any): boolean {
      const one = sockets[socket];
      if (!one || one.isOver) return false;
      if (what === 'open') one.happen('open', 1, {});
      else if (what === 'hear') one.happen('message', 1, { data: JSON.stringify(data) });
      else if (what === 'break') one.happen('error', 3, {});
      else if (what === 'close') {
        one.isOver = true;
        one.happen('close', 3, { code, reason, wasClean });
      }
      return true;
    },
  });
}

/** What the page says of itself, and the person's hands. */
function replacePage(given: { visible: boolean; online: boolean; isStrict: boolean }): void {
  const { hilo } = window as Any;
  let { visible, online } = given;
  const getter = (target: object, name: string, get: () => unknown) =>
    Object.defineProperty(target, name, { get, configurable: true });
  getter(document, 'visibilityState', () => (visible ? 'visible' : 'hidden'));
  getter(document, 'hidden', () => !visible);
  getter(navigator, 'onLine', () => online);
  // What this machine tells of hands, wheels and its own layout is not what was recorded.
  const ours = new WeakSet<Event>();
  const hush = (target: EventTarget) => {
    const own =
      'pointerdown pointermove keydown wheel scroll touchstart focus visibilitychange pageshow pagehide';
    for (const type of own.split(' '))
      target.addEventListener(type, (event) => ours.has(event) || event.stopImmediatePropagation(), true);
  };
  hush(window);
  // What has left the screen can still be used while the widget waits for a file; here it has every file at once.
  let gone: Element[] = [];
  const note = (records: MutationRecord[]) => {
    for (const { removedNodes } of records)
      for (const node of removedNodes) if (node instanceof Element) gone.unshift(node);
  };
  const leaving = new MutationObserver(note);
  const findGone = (selector: string) => {
    note(leaving.takeRecords());
    for (const top of gone) {
      const found = top.matches(selector) ? top : top.querySelector(selector);
      if (found) return found;
    }
    return undefined;
  };
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    hush(root);
    const watched = { childList: true, subtree: true };
    leaving.observe(root, watched);
    return root;
  };
  let stamp = 0;
  const tell = (target: EventTarget, event: Event) => {
    ours.add(event);
    // The widget hears of activity every few seconds only: each that was recorded was far enough from the last.
    stamp += 60_000;
    Object.defineProperty(event, 'timeStamp', { value: stamp });
    target.dispatchEvent(event);
  };
  const hearPage = ({ what, sightNext, wall }: Any) => {
    if (what === 'visible' || what === 'hidden') {
      visible = what === 'visible';
      tell(document, new Event('visibilitychange', { bubbles: true }));
    } else if (what === 'online' || what === 'offline') {
      online = what === 'online';
      tell(window, new Event(what));
    } else if (what === 'pageshow' || what === 'pagehide') {
      visible = sightNext ?? visible;
      tell(window, new PageTransitionEvent(what, { persisted: true }));
    } else if (what === 'active') tell(window, new Event('pointerdown'));
    else if (what === 'clock_jump') hilo.sleptUntil(wall);
    else {
      visible = sightNext ?? visible;
      tell(document, new Event(what));
    }
  };
  const act = ({ how, selectors, text, inView }: Any): boolean => {
    const root = document.getElementById('hilo')?.shadowRoot;
    const first = (find: (selector: string) => Any) => selectors.map(find).find((one: Any) => one);
    const there = first((one) => root?.querySelector(one));
    if (there) gone = [];
    const found = there ?? first(findGone);
    if (!found) return false;
    if (how === 'type') {
      found.value = text;
      found.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (how === 'scroll') {
      const faked = { scrollTop: inView ? 0 : -1_000, scrollHeight: 1_000_000 };
      for (const [name, value] of Object.entries(faked))
        Object.defineProperty(found, name, { value, configurable: true });
      tell(found, new Event('scroll'));
      for (const name of Object.keys(faked)) Reflect.deleteProperty(found, name);
    } else if (there || !found.form) found.click();
    // A form that has left the page is not submitted by its button any more.
    else found.form.dispatchEvent(new Event('submit', { cancelable: true }));
    return true;
  };
  const hearStorage = ({ key, value, isTold }: Any) => {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    const event = new StorageEvent('storage', { key, newValue: value, storageArea: localStorage });
    if (isTold) dispatchEvent(event);
    else void hilo.look();
  };
  Object.assign(hilo, {
    /** False where it cannot be done, or not yet. */
    perform(step: Any): boolean {
      if (step.do === 'act') return act(step);
      if (step.do === 'ring') return hilo.ringNamed(step.name);
      if (step.do === 'page') hearPage(step);
      else if (step.do === 'store') hearStorage(step);
      else if (step.do === 'call') hilo.call(step.method, ...step.args);
      else return hilo.onSocket(step);
      return true;
    },
  });
}

interface Kept {
  storage: Record<string, string>;
  isDenied: boolean;
  failed: number[];
  fractions: number[];
}

/** Storage as it was when the load began, and where it was full; chance as it was. */
function replaceStorage({ storage, isDenied, failed, fractions }: Kept): void {
  if (location.protocol !== 'https:') return;
  for (const [key, value] of Object.entries(storage)) localStorage.setItem(key, value);
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    const isFull = this !== sessionStorage && failed.includes((window as Any).hilo.count());
    if (isFull) throw new DOMException('full', 'QuotaExceededError');
    setItem.call(this, key, value);
  };
  if (isDenied)
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  const left = [...fractions];
  Math.random = () => left.shift() ?? 0.5;
}

/** Listens to what the widget tells developer tools, from the first event on. */
function witness(): void {
  const { hilo } = window as Any;
  let handle: Any;
  let count = 0;
  let replies = 0;
  let untaken: Any[] = [];
  const hear = (event: Any) => {
    count += 1;
    if (event.kind === 'response' || event.kind === 'request_failed') replies += 1;
    untaken.push(event);
  };
  const push = (one: Any) => {
    handle = one;
    one.recorder.events().forEach(hear);
    one.recorder.subscribe(hear);
    return 1;
  };
  Object.assign(window, { [Symbol.for('hilo.devtools')]: Object.assign([], { push }) });
  Object.assign(hilo, {
    count: () => count,
    replies: () => replies,
    async takeTold(waitMs: number) {
      await hilo.turn();
      for (let left = waitMs; left > 0 && untaken.length === 0; left -= 5)
        await new Promise((done) => hilo.realTimeout(done, 5));
      const taken = untaken;
      untaken = [];
      return taken;
    },
    async look() {
      const { screen, verdicts } = await handle.blob({ includeText: true, serverLines: false });
      return { screen, verdicts };
    },
  });
}
