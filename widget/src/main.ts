import { formatTraceparent } from '@hilo/shared/trace/traceparent.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import type { BootOptions } from './api/arguments.ts';
import { HiloError } from './api/hilo-error.ts';
import type { Effect, PublicEvent } from './core/effects.ts';
import type { ApiCall, Event, Happened } from './core/events.ts';
import { initialModel } from './core/model.ts';
import { reduce } from './core/reduce.ts';
import { monotonicMs } from './edges/clock.ts';
import { request } from './edges/http.ts';
import { acquireLock } from './edges/lock.ts';
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
  const { widgetId, base } = options;
  const traceId = randomHex(32);
  const traceparent = () => formatTraceparent({ traceId, spanId: randomHex(16) });
  const failures: string[] = [];
  const calls = new Map<
    number,
    { name: string; resolve(value: unknown): void; reject(error: HiloError): void }
  >();
  let model = initialModel(widgetId, traceId);
  let unlock = () => {};

  const storage = createStorage(widgetId, options.consented, (key, value) =>
    dispatch({ type: 'stored', key, value }),
  );
  const timers = createTimers((name) => dispatch({ type: 'timer', name }));
  const socket = createSocket(`${base}ws/${widgetId}`, dispatch);
  const host = mountHost(dispatch);
  const unwatch = watchPage(dispatch);

  const queue: Happened[] = [];
  let running = false;
  function dispatch(event: Event): void {
    const ids = [randomUuid(), randomUuid()] as const;
    const stamp = { at: monotonicMs(), epochMs: Date.now(), random: Math.random(), ids };
    queue.push({ ...event, stamp });
    if (running) return;
    running = true;
    for (let next = queue.shift(); next; next = queue.shift()) step(next);
    running = false;
    if (model.phase.name !== 'shut_down') guard(draw);
  }

  function step(event: Happened): void {
    guard(() => {
      const { state, effects } = reduce(model, event);
      model = state;
      for (const effect of effects) guard(() => (runners[effect.type] as (effect: Effect) => void)(effect));
    });
  }

  function draw(): void {
    host.render(model);
    badgeTitle(model.config?.sound ? unreadTotal(model.view) : 0, model.visible);
  }

  /** What goes wrong in here is for `Hilo('debug')`; the page goes on. */
  function guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      failures.splice(20, 1);
      failures.unshift(String(error));
    }
  }

  const runners: { [Type in Effect['type']]: (effect: Extract<Effect, { type: Type }>) => void } = {
    async request(effect) {
      const { route, lane, about, epoch } = effect;
      const end = await request(`${base}v1/widgets/${widgetId}/`, effect, traceparent());
      dispatch({ type: 'answered', route, lane, about, epoch, ...end });
    },
    socket_open: ({ id, sessionId }) => socket.open(id, sessionId),
    socket_send: ({ id, frame }) => socket.send(id, frame, traceparent()),
    socket_close: ({ code }) => socket.close(code),
    store: ({ key, value }) => storage.write(key, value),
    remove: ({ key }) => storage.remove(key),
    forget: storage.forget,
    reread: () => dispatch({ type: 'reread', stored: storage.read() }),
    consent() {
      storage.persist();
      dispatch({ type: 'persistence', persistent: storage.isPersistent() });
    },
    async lock() {
      unlock = await acquireLock(`hilo-identity-${widgetId}`);
      dispatch({ type: 'locked', device: storage.get('device'), token: randomToken() });
    },
    unlock: () => unlock(),
    timer: ({ name, afterMs }) => timers.set(name, afterMs),
    resolve({ call, value }) {
      const { name, resolve } = calls.get(call) ?? {};
      resolve?.(name === 'debug' ? Object.assign({ failures }, value) : value);
      calls.delete(call);
    },
    reject({ call, code }) {
      const { name = '', reject } = calls.get(call) ?? {};
      reject?.(new HiloError(name, code));
      calls.delete(call);
    },
    tell: ({ event }) => options.tell(event),
    sound: playSound,
    transition() {},
    shut_down() {
      unwatch();
      timers.clear();
      storage.close();
      unlock();
      badgeTitle(0, true);
      host.remove();
      options.ended();
      for (const [call, { name }] of calls) {
        if (name !== 'shutdown') runners.reject({ type: 'reject', call, code: 'unavailable' });
      }
    },
  };

  let count = 0;
  function expect(name: string, event: (call: number) => Event): Promise<unknown> {
    return new Promise((resolve, reject) => {
      calls.set(++count, { name, resolve, reject });
      dispatch(event(count));
    });
  }

  return {
    widgetId,
    booted: expect('boot', (call) => ({
      type: 'boot',
      call,
      locale: options.locale,
      pageLocale: /^es/i.test(document.documentElement.lang || navigator.language) ? 'es' : 'en',
      user: options.user,
      visible: isVisible(),
      online: navigator.onLine,
      persistent: storage.isPersistent(),
      stored: storage.read(),
    })),
    call: (api) => expect(api.name, (call) => ({ type: 'called', call, api })),
  };
}
