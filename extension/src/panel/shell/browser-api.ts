import type { Keeper } from '../store/saved-ui.ts';
import { savedUiKey } from '../store/saved-ui.ts';

/** The tab that is looked at: of DevTools, or of the address `panel.html?tabId=N`. Undefined where there is none. */
export function findTabId(): number | undefined {
  const inspected = globalThis.chrome?.devtools?.inspectedWindow?.tabId;
  if (typeof inspected === 'number') return inspected;
  const asked = new URLSearchParams(location.search).get('tabId');
  return asked !== null && /^\d{1,10}$/.test(asked) ? Number(asked) : undefined;
}

export function isInExtension(): boolean {
  return typeof globalThis.chrome?.runtime?.id === 'string';
}

/** Between two looks at all that the browser recorded. */
const lookEveryMs = 2_000;
/** They take no more than this part of the time: on a page with very much traffic they come more rarely. */
const lookingPartMax = 0.02;

/**
 * Each request of the page that ends while DevTools is open, as HAR entries, sometimes twice; nothing outside DevTools. Those
 * before the panel was opened, and sockets that are still open, have to be asked for.
 */
export function recordRequests(listener: (entry: unknown) => void): () => void {
  const network = globalThis.chrome?.devtools?.network;
  if (!network) return () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;
  const lookIn = (ms: number) => {
    if (!hasEnded) timer = setTimeout(look, ms);
  };
  function look(): void {
    if (document.hidden) {
      lookIn(lookEveryMs);
      return;
    }
    const askedAtMs = performance.now();
    network?.getHAR((har) => {
      for (const entry of har.entries) if (isOver(entry)) listener(entry);
      lookIn(Math.max(lookEveryMs, (performance.now() - askedAtMs) / lookingPartMax));
    });
  }
  network.onRequestFinished.addListener(listener);
  look();
  return () => {
    hasEnded = true;
    clearTimeout(timer);
    network.onRequestFinished.removeListener(listener);
  };
}

/** Of a request without an answer yet the browser tells when it ends. */
function isOver(entry: { response: { status: number }; _resourceType?: unknown }): boolean {
  return entry.response.status > 0 || entry._resourceType === 'websocket';
}

/**
 * Asks the person, once, whether the extension may reach a server. Where the browser does not offer that in here
 * (DevTools of Firefox), the request is tried all the same: its server may allow everybody.
 */
export async function allowOrigin(origin: string): Promise<void> {
  if (!isInExtension() || !globalThis.chrome.permissions?.request) return;
  const { protocol, hostname } = new URL(origin);
  // Not every browser knows ports in a pattern.
  const origins = [`${protocol}//${hostname}/*`];
  await globalThis.chrome.permissions.request({ origins }).catch(() => false);
}

/** Keeps how the panel was arranged: with the extension's own storage, or with the page's where there is none. */
export function createKeeper(): Keeper {
  if (isInExtension() && globalThis.chrome.storage) {
    const { local } = globalThis.chrome.storage;
    return {
      get: async () => (await local.get(savedUiKey).catch(() => ({}) as Record<string, unknown>))[savedUiKey],
      set: (value) => void local.set({ [savedUiKey]: value }).catch(() => undefined),
    };
  }
  return {
    async get() {
      try {
        const text = localStorage.getItem(savedUiKey);
        return text === null ? undefined : JSON.parse(text);
      } catch {
        // Storage is denied, or what is in it is damaged: the panel begins as new.
        return null;
      }
    },
    set(value) {
      try {
        localStorage.setItem(savedUiKey, JSON.stringify(value));
      } catch {
        // It is only the arrangement.
      }
    },
  };
}

interface ThemedPanels {
  themeName?: string;
  setThemeChangeHandler?(listener: (theme: string) => void): void;
  onThemeChanged?: { addListener(listener: (theme: string) => void): void };
}

/** Light or dark as DevTools is; elsewhere as the system is (tokens.css sees to that). */
export function followTheme(root: HTMLElement): void {
  const panels = globalThis.chrome?.devtools?.panels as ThemedPanels | undefined;
  if (!panels) return;
  const wear = (theme: string | undefined) => {
    root.dataset['theme'] = theme === 'dark' ? 'dark' : 'light';
  };
  wear(panels.themeName);
  panels.setThemeChangeHandler?.(wear);
  panels.onThemeChanged?.addListener(wear);
}
