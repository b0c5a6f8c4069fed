import { readBoot } from './api/arguments.ts';
import { HiloError } from './api/hilo-error.ts';
import { createInstance, type Instance } from './main.ts';
import { loadMore, type More, moreArrived } from './more/load-more.ts';

/** A call of `Hilo(…)` and the promise it answers with. */
export type Queued = [args: unknown[], resolve: (value: unknown) => void, reject: (error: unknown) => void];

/** Fetches everything at once, for whoever drives the widget where nothing may come a moment later (a replay). */
export const prepare = loadMore;

/** Takes over the calls that were queued before this module was here, and all that follow. */
export function attach(base: string, queue: Queued[]): void {
  const answer = createApi(base);
  const waiting = queue.splice(0);
  queue.push = (...entries) => {
    for (const [args, resolve, reject] of entries) answer(args).then(resolve, reject);
    return 0;
  };
  queue.push(...waiting);
}

function createApi(base: string): (args: unknown[]) => Promise<unknown> {
  /** What holds now, by the name of its event. */
  const latest = new Map<unknown, unknown>();
  /** There are none before the page first asks for some. */
  let listeners: Promise<ReturnType<More['createListeners']>> | undefined;
  let instance: Instance | null = null;
  /** Calls come in their order: behind a boot that has to read who the visitor is, and behind a shutdown. */
  let ready: Promise<unknown> = Promise.resolve();

  async function boot(argument: unknown): Promise<() => Promise<unknown>> {
    const options = readBoot(argument);
    const { widgetId } = options;
    const user = options.user ? (await loadRest('boot')).readUser(options.user) : null;
    if (instance && instance.widgetId !== widgetId) await instance.call({ name: 'shutdown' });
    const here = instance;
    if (here) return () => (user ? here.call({ name: 'identify', user }) : here.booted);
    const made = createInstance({
      ...options,
      user,
      base,
      tell(event) {
        if (event.name !== 'message') latest.set(event.name, event.value);
        listeners?.then(({ tell }) => tell(event));
      },
      ended() {
        instance = null;
        latest.clear();
      },
    });
    instance = made;
    return () => made.booted;
  }

  async function call(name: unknown, argument: unknown): Promise<unknown> {
    if (name === 'shutdown' && !instance) return;
    if (!instance) throw new HiloError(String(name), 'not_booted', 'boot comes first');
    if (name === 'show' || name === 'hide' || name === 'open') return instance.call({ name });
    const { readCall } = await loadRest(name);
    if (name === 'debug' && argument === undefined) return instance.debug();
    return instance.call(readCall(name, argument));
  }

  return async ([name, first, second]) => {
    if (name === 'on' || name === 'off') {
      const known = latest.has(first) ? [latest.get(first)] : [];
      if (!listeners) loadMore().catch(() => {});
      listeners ??= moreArrived.then(({ createListeners }) => createListeners());
      return (await listeners)[name](first, second, known);
    }
    if (name === 'boot') {
      const booting = ready.then(() => boot(first));
      ready = booting.catch(() => {});
      return (await booting)();
    }
    const answer = ready.then(() => call(name, first));
    // A page that boots anew need not wait for the end of what was before.
    if (name === 'shutdown') ready = answer.catch(() => {});
    return answer;
  };
}

/** What reads calls that few pages make. */
function loadRest(name: unknown): ReturnType<typeof loadMore> {
  return loadMore().catch(() => {
    throw new HiloError(String(name), 'offline');
  });
}
