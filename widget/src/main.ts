import type { Recorder } from '@hilo/shared/trace/recorder.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import type { BootOptions } from './api/arguments.ts';
import { HiloError } from './api/hilo-error.ts';
import { isDebugging } from './core/debugging.ts';
import type { Effect, PublicEvent } from './core/effects.ts';
import type { ApiCall, Event, Stamp, StoredKey } from './core/events.ts';
import { initialModel, type User } from './core/model.ts';
import { isForLater, reduce } from './core/reduce.ts';
import type { DebugTools } from './debug/tools.ts';
import { monotonicMs } from './edges/clock.ts';
import { request } from './edges/http.ts';
import { acquireLock } from './edges/lock.ts';
import { describePage, isVisible, watchPage } from './edges/page.ts';
import { randomFraction, randomHex, randomToken, randomUuid } from './edges/random.ts';
import { createSocket } from './edges/socket.ts';
import { createStorage } from './edges/storage.ts';
import { createTimers } from './edges/timers.ts';
import { mountHost } from './host.ts';
import { inTime } from './more/in-time.ts';
import { findMore, loadMore, moreArrived, type More as Rest } from './more/load-more.ts';
import { shareWithTools } from './trace/hook.ts';
import { createJournal } from './trace/journal.ts';
import { keepTail } from './trace/tail.ts';
import type { More, Told } from './trace/told.ts';

export interface InstanceOptions extends BootOptions {
  user: User | null;
  /** Where the API is, with a slash at its end. */
  base: string;
  tell(event: PublicEvent): void;
  /** Nothing is left of the instance on the page. */
  ended(): void;
}

export interface Instance {
  readonly widgetId: string;
  /** The first answer of the server; rejects where there will be none. */
  readonly booted: Promise<unknown>;
  call(api: ApiCall): Promise<unknown>;
  /** The debug blob of this load, and the dialog to copy it; how things stand, where the company offers none. */
  debug(): Promise<unknown>;
}

/** Wires one widget: what happens → `reduce` → the view and the effects. Failures in here never reach the page. */
export function createInstance(options: InstanceOptions): Instance {
  const { widgetId, base } = options;
  const traceId = randomHex(32);
  const calls = new Map<
    number,
    { name: string; resolve(value: unknown): void; reject(error: HiloError): void }
  >();
  let model = initialModel(widgetId, traceId);
  let unlock = () => {};
  const born = clock();
  /** Ends everything that goes on by itself. */
  const gone = new AbortController();
  const { signal } = gone;
  const trace = createJournal(model, born.at, () => loadMore().catch(ignore));
  const note = (told: Told) => trace.say('note', told);
  const stored = (op: Told<'storage'>['op'], key: StoredKey, value: string | null) =>
    trace.say('stored', op, key, value);

  const storage = createStorage(widgetId, options.consented, signal, (key, value) =>
    dispatch({ type: 'stored', key, value }),
  );
  trace.say('tell', { kind: 'load', build, ...describePage(), persistent: storage.isPersistent() }, born);
  trace.drawn('trace_id', traceId);
  /** The recording, made of what was kept for it. */
  const recorded = moreArrived.then(attach);
  const ready = () => loadMore().then(() => recorded);
  const tail = keepTail(widgetId, build, trace, () => model.touched && storage.isPersistent());
  shareWithTools({
    widgetId,
    traceId,
    build,
    base,
    journal: trace,
    recorded,
    signal,
    ready,
    model: () => model,
    blob: async (choice) => (await loadTools()).blob(choice),
  });
  const setTimer = createTimers((name) => dispatch({ type: 'timer', name }));
  const socket = createSocket(`${base}ws/${widgetId}`, dispatch);
  const host = mountHost(dispatch, () => void debug());
  const leave = (what: Told<'page'>['what']) => {
    if (what === 'freeze') trace.say('tell', { kind: 'page', what, detail: null }, clock());
    tail.save();
  };
  watchPage(dispatch, leave, signal);

  type Dispatched = [event: Event, stamp: Stamp, more?: More];
  const queue: Dispatched[] = [];
  /** One step at a time; or what is fetched for the next one is waited for. */
  let running = false;
  /** What is waited for, or was last. */
  let held: Promise<void> | undefined;
  function dispatch(event: Event, more?: More): void {
    queue.push([event, stamp(), more]);
    run();
  }

  function run(): void {
    if (running) return;
    running = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (isForLater(model, next[0]) && !findMore()) {
        held = hold(next);
        return;
      }
      step(...next);
    }
    running = false;
    tail.grow();
    if (model.phase.name !== 'shut_down') guard(draw);
  }

  /** Waits for the rest of the widget before this. */
  async function hold(next: Dispatched): Promise<void> {
    const isHere = await inTime(loadMore()).then(
      () => true,
      () => postpone(next),
    );
    goOn(queue.splice(0), () => {
      if (isHere) queue.push(next);
      run();
    });
  }

  /** What happened while something was waited for happens after what waited, as had all been there at once. */
  async function goOn(since: readonly Dispatched[], go: () => void): Promise<void> {
    running = false;
    go();
    for (const [event, , more] of since) {
      // Each in its turn, after what the screen tells of the one before.
      await null;
      // A timer that was ended meanwhile did not ring.
      if (event.type !== 'timer' || event.name in model.alarms) dispatch(event, more);
    }
  }

  /**
   * The rest of the widget cannot be had now. A call can be made again; whatever else happened is not forgotten, and
   * nothing happens before the boot: it would be told of storage that it has not read yet.
   */
  function postpone([event, , more]: Dispatched): unknown {
    if (event.type === 'boot') return moreArrived;
    if (event.type === 'called') runners.reject({ type: 'reject', call: event.call, code: 'offline' });
    else moreArrived.then(() => dispatch(event, more));
    return undefined;
  }

  /** Time and chance for one step: what is asked for is drawn then, and told. */
  function stamp(): Stamp {
    const ids: string[] = [];
    const id = (n: number) => (ids[n] ??= trace.drawn('id', randomUuid()));
    return {
      ...clock(),
      get random() {
        return fraction();
      },
      ids: {
        get 0() {
          return id(0);
        },
        get 1() {
          return id(1);
        },
      } as unknown as Stamp['ids'],
    };
  }

  function fraction(): number {
    return trace.drawn('jitter', randomFraction());
  }

  function step(event: Event, stamp: Stamp, more: More = {}): void {
    guard(() => {
      const { at, epochMs } = stamp;
      trace.say('began', event, { at, epochMs }, more);
      const { state, effects, cause } = reduce(model, { ...event, stamp });
      trace.say('followed', state, effects, cause);
      model = state;
      for (const effect of effects) guard(() => (runners as Runners)[effect.type](effect as never));
    });
  }

  function draw(): void {
    const coming = host.render(model);
    if (coming) held = show(coming);
    // What is needed to copy it is here before it is wanted: the network may be what is wrong.
    if (isDebugging(model)) loadTools().catch(() => {});
    setBadge(model.config?.sound && !model.visible ? unreadTotal(model.view) : 0);
  }

  /** Not of a plain chat: the person looks elsewhere. */
  function setBadge(unread: number): void {
    if (unread || findMore()) loadMore().then(({ badgeTitle }) => badgeTitle(unread), ignore);
  }

  /** What happens before it is on screen happens after what the screen tells. */
  async function show(coming: Promise<void>): Promise<void> {
    running = true;
    await coming;
    goOn(queue.splice(0), () => guard(draw));
  }

  /** What goes wrong in here is told in the trace; the page goes on. */
  function guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      note({ kind: 'error', where: 'widget', message: String(error) });
    }
  }

  const runners: Omit<Runners, Rare> = {
    async request(effect) {
      const { route, lane, about, epoch } = effect;
      const { requestId, traceparent } = trace.request(effect);
      const startedMs = monotonicMs();
      const [end, more] = await request(`${base}v1/widgets/${widgetId}/`, effect, traceparent);
      const durationMs = monotonicMs() - startedMs;
      dispatch({ type: 'answered', route, lane, about, epoch, ...end }, { ...more, requestId, durationMs });
    },
    socket_open(effect) {
      trace.socketOpen(effect, model.everReady);
      socket.open(effect.id, effect.sessionId);
    },
    socket_send: (effect) => socket.send(trace.socketSend(effect)),
    socket_close(effect) {
      trace.say('socketClose', effect);
      socket.close(effect.code);
    },
    store({ key, value }) {
      stored('write', key, value);
      try {
        storage.write(key, value);
      } catch {
        stored('failed', key, null);
      }
    },
    remove: ({ key }) => remove(key),
    async lock() {
      const name = `hilo-identity-${widgetId}`;
      note({ kind: 'lock', phase: 'asked', name: 'identity' });
      unlock = await acquireLock(name, fraction);
      dispatch({ type: 'locked', device: storage.get('device'), token: randomToken() });
    },
    unlock() {
      note({ kind: 'lock', phase: 'released', name: 'identity' });
      unlock();
    },
    timer({ name, afterMs }) {
      note({ kind: 'timer', phase: afterMs === null ? 'cleared' : 'set', name, delayMs: afterMs });
      setTimer(name, afterMs);
    },
    resolve({ call, value }) {
      calls.get(call)?.resolve(value);
      calls.delete(call);
    },
    reject({ call, code }) {
      const { name = '', reject } = calls.get(call) ?? {};
      reject?.(new HiloError(name, code));
      calls.delete(call);
    },
    tell: ({ event }) => options.tell(event),
    // Nor is this of a plain chat.
    sound: () => loadMore().then(({ playSound }) => playSound(), ignore),
    shut_down() {
      gone.abort();
      unlock();
      setBadge(0);
      host.remove();
      options.ended();
      for (const [call, { name }] of calls) {
        if (name !== 'shutdown') runners.reject({ type: 'reject', call, code: 'unavailable' });
      }
    },
  };

  function attach({ createTracer, rareEffects }: Rest): Recorder {
    const { first, lost } = trace.kept;
    const tracer = createTracer(first, born.at, lost);
    trace.attach(tracer);
    Object.assign(runners, rareEffects({ storage, tail, dispatch, remove }));
    return tracer.recorder;
  }

  let tools: Promise<DebugTools> | null = null;
  function loadTools(): Promise<DebugTools> {
    tools ??= loadMore().then(async ({ loadTools }) =>
      loadTools({
        widgetId,
        build,
        base,
        recorder: await recorded,
        root: host.root,
        tail,
        model: () => model,
        held: () => held,
        stored: storage.read,
      }),
    );
    tools.catch(() => {
      tools = null;
    });
    return tools;
  }

  const debug = async () => (await loadMore()).debug(model.config, call, loadTools);

  function remove(key: StoredKey): void {
    stored('remove', key, null);
    storage.remove(key);
  }

  let count = 0;
  function expect(name: string, event: (call: number) => Event): Promise<unknown> {
    return new Promise((resolve, reject) => {
      calls.set(++count, { name, resolve, reject });
      dispatch(event(count));
    });
  }

  const booted = expect('boot', (call) => ({
    type: 'boot',
    call,
    locale: options.locale,
    pageLocale: /^es/i.test(document.documentElement.lang || navigator.language) ? 'es' : 'en',
    user: options.user,
    visible: isVisible(),
    online: navigator.onLine,
    persistent: storage.isPersistent(),
    stored: storage.read(),
  }));
  const call = (api: ApiCall) => expect(api.name, (id) => ({ type: 'called', call: id, api }));
  if (/[?&]hilo-debug=1\b/.test(location.search)) void call({ name: 'debug', on: true });
  return { widgetId, booted, call, debug };
}

type Runners = { [Type in Effect['type']]: (effect: Extract<Effect, { type: Type }>) => void };
/** Those of `more`. */
type Rare = keyof ReturnType<Rest['rareEffects']>;

function ignore(): void {}

/** The file this runs from is named after all that is in it: no two builds share a name. */
const build = /hilo-widget-[\w-]+/.exec(import.meta.url)?.[0] ?? 'hilo-widget-dev';

function clock(): Pick<Stamp, 'at' | 'epochMs'> {
  return { at: monotonicMs(), epochMs: Date.now() };
}
