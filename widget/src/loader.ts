import type { Queued } from './embed.ts';

/** The widget's module, under the address of this script; the build fills it in. */
declare const __WIDGET_FILE__: string;

/** A page may never be idle, or a browser never say so; that must not keep the chat away. */
const patienceMs = 1_000;

type Api = ((...args: unknown[]) => Promise<unknown>) & { q: Queued[]; loaded?: true };

/**
 * `hilo.js`: draws nothing. It stands in for the API over (or without) the page's stub, and fetches the widget once the
 * page has painted and somebody boots it.
 */
function load(): void {
  const page = window as unknown as { Hilo?: Api };
  const script = document.currentScript as HTMLScriptElement | null;
  if (page.Hilo?.loaded || !script) return;
  const base = new URL('.', script.src).href;
  const queue = page.Hilo?.q ?? [];
  const hilo = ((...args) => new Promise((resolve, reject) => hilo.q.push([args, resolve, reject]))) as Api;
  hilo.q = queue;
  hilo.loaded = true;
  page.Hilo = hilo;

  let asked = false;
  let tries = 0;
  const fetchWidget = () => {
    // A failed import is remembered by its address, so each try has its own.
    import(/* @vite-ignore */ base + __WIDGET_FILE__ + (tries ? `?${tries}` : '')).then(
      (module) => module.attach(base, queue),
      () => {
        tries += 1;
        if (tries < 5) return setTimeout(fetchWidget, 1000 * 2 ** tries);
        const error = Object.assign(new Error('Unable to load the chat; it cannot be reached.'), {
          code: 'offline',
        });
        for (const [, , reject] of queue.splice(0)) reject(error);
        asked = false;
        tries = 0;
        return undefined;
      },
    );
  };
  const whenPainted = () => {
    if (asked || !queue.some(([args]) => args[0] === 'boot')) return;
    asked = true;
    requestAnimationFrame(() => {
      if ('requestIdleCallback' in window) requestIdleCallback(fetchWidget, { timeout: patienceMs });
      else setTimeout(fetchWidget);
    });
  };
  queue.push = (...entries) => {
    const length = Array.prototype.push.apply(queue, entries);
    whenPainted();
    return length;
  };
  const { widgetId, locale, consent } = script.dataset;
  // Nobody waits for this one, so nobody has to catch it.
  if (widgetId) hilo('boot', { widgetId, locale, consent }).catch(() => {});
  whenPainted();
}

load();
