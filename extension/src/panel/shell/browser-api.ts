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

/** Each request of the page that ends while DevTools is open, as HAR entries; nothing outside DevTools. */
export function recordRequests(listener: (entry: unknown) => void): () => void {
  const ended = globalThis.chrome?.devtools?.network?.onRequestFinished;
  ended?.addListener(listener);
  return () => ended?.removeListener(listener);
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
