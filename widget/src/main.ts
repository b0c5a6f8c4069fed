import { formatTraceparent } from '@hilo/shared/trace/traceparent.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import type { BootOptions } from './api/arguments.ts';
import { HiloError, type HiloErrorCode } from './api/hilo-error.ts';
import type { Effect, PublicEvent } from './core/effects.ts';
import type { ApiCall, Event, Stamp } from './core/events.ts';
import { initialModel } from './core/model.ts';
import { reduce } from './core/reduce.ts';
import { monotonicMs } from './edges/clock.ts';
import { request } from './edges/http.ts';
import { createLock } from './edges/lock.ts';
import { isVisible, watchPage } from './edges/page.ts';
import { randomHex, randomToken, randomUuid } from './edges/random.ts';
import { createSocket } from './edges/socket.ts';
import { playSound } from './edges/sound.ts';
import { createStorage } from './edges/storage.ts';
import { createTimers } from './edges/timers.ts';
import { badgeTitle } from './edges/title.ts';
import { mountHost } from './host.ts';

export interface InstanceOptions extends BootOptions {
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
}

/** Wires one widget: what happens → `reduce` → the view and the effects. Failures in here never reach the page. */
export function createInstance(options: InstanceOptions): Instance {
  const { widgetId, base, consented } = options;
  const traceId = randomHex(16);
  const traceparent = () => formatTraceparent({ traceId, spanId: randomHex(8) });
  const api = `${base}v1/widgets/${widgetId}/`;
  const failures: string[] = [];
  const calls = new Map<
    number,
    { name: string; resolve(value: unknown): void; reject(error: HiloError): void }
  >();
  let model = initialModel(widgetId, traceId);

  const storage = createStorage(widgetId, consented, (key, value) =>
    dispatch({ type: 'stored', key, value }),
  );
  const lock = createLock(`hilo-identity-${widgetId}`);
  const timers = createTimers((name) => dispatch({ type: 'timer', name }));
  const socket = createSocket(`${base}ws/${widgetId}`, {
    opened: (id) => dispatch({ type: 'socket_opened', id }),
    frame: (id, frame) => dispatch({ type: 'socket_frame', id, frame }),
    closed: (id, code) => dispatch({ type: 'socket_closed', id, code }),
  });
  const host = mountHost((action) => dispatch(action));
  const unwatch = watchPage((event) => dispatch(event));

  const queue: (Event & { stamp: Stamp })[] = [];
  let running = false;
  function dispatch(event: Event): void {
    queue.push({ ...event, stamp: stamp() });
    if (running) return;
    running = true;
    for (let next = queue.shift(); next; next = queue.shift()) guard(() => step(next));
    running = false;
    guard(draw);
  }

  function step(event: Event & { stamp: Stamp }): void {
    const { state, effects } = reduce(model, event);
    model = state;
    for (const effect of effects) guard(() => run(effect));
  }

  function draw(): void {
    if (model.phase.name === 'shut_down') return;
    host.render(model);
    badgeTitle(model.config?.sound ? unreadTotal(model.view) : 0, model.visible);
  }

  function guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      failures.push(String(error));
      failures.splice(0, failures.length - 20);
    }
  }

  const runners: { [Type in Effect['type']]: (effect: Extract<Effect, { type: Type }>) => void } = {
    async request(effect) {
      const { route, lane, about, epoch } = effect;
      const end = await request(api, effect, traceparent());
      dispatch({ type: 'answered', route, lane, about, epoch, ...end });
    },
    socket_open: ({ id, sessionId }) => socket.open(id, sessionId),
    socket_send: ({ id, frame }) => socket.send(id, frame, traceparent()),
    socket_close: ({ id, code }) => socket.close(id, code),
    store: ({ key, value }) => storage.write(key, value),
    remove: ({ key }) => storage.remove(key),
    forget: () => storage.forget(),
    reread: () => dispatch({ type: 'reread', stored: storage.read() }),
    consent() {
      storage.persist();
      dispatch({ type: 'persistence', persistent: storage.isPersistent() });
    },
    async lock() {
      await lock.acquire();
      dispatch({ type: 'locked', device: storage.get('device'), token: randomToken() });
    },
    unlock: () => lock.release(),
    timer: ({ name, afterMs }) => timers.set(name, afterMs),
    resolve({ call, value }) {
      const isDebug = calls.get(call)?.name === 'debug';
      calls.get(call)?.resolve(isDebug ? { ...(value as object), failures } : value);
      calls.delete(call);
    },
    reject: ({ call, code }) => reject(call, code),
    tell: ({ event }) => options.tell(event),
    sound: playSound,
    transition() {},
    shut_down: end,
  };

  function run(effect: Effect): void {
    (runners[effect.type] as (effect: Effect) => void)(effect);
  }

  function reject(id: number, code: HiloErrorCode): void {
    const call = calls.get(id);
    call?.reject(new HiloError(call.name, code));
    calls.delete(id);
  }

  function end(): void {
    unwatch();
    timers.clear();
    storage.close();
    lock.release();
    badgeTitle(0, true);
    host.remove();
    options.ended();
    for (const id of calls.keys()) if (calls.get(id)?.name !== 'shutdown') reject(id, 'shut_down');
  }

  let callCount = 0;
  function expect(name: string, event: (call: number) => Event): Promise<unknown> {
    return new Promise((resolve, reject) => {
      callCount += 1;
      calls.set(callCount, { name, resolve, reject });
      dispatch(event(callCount));
    });
  }

  const language = document.documentElement.lang || navigator.language;
  return {
    widgetId,
    booted: expect('boot', (call) => ({
      type: 'boot',
      call,
      locale: options.locale,
      pageLocale: language.toLowerCase().startsWith('es') ? 'es' : 'en',
      user: options.user,
      visible: isVisible(),
      online: navigator.onLine,
      persistent: storage.isPersistent(),
      stored: storage.read(),
    })),
    call: (call) => expect(call.name, (id) => ({ type: 'called', call: id, api: call })),
  };
}

function stamp(): Stamp {
  return { at: monotonicMs(), epochMs: Date.now(), random: Math.random(), ids: [randomUuid(), randomUuid()] };
}
