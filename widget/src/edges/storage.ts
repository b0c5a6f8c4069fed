import type { Stored, StoredKey } from '../core/events.ts';
import { storageName } from './storage-name.ts';

const single: readonly StoredKey[] = ['device', 'cache', 'profile', 'survey'];

/**
 * localStorage where it works and may be used, else the memory of this page. Keys are those of `StoredKey`. Until
 * `signal` ends it, it hears what other tabs change.
 */
export function createStorage(
  widgetId: string,
  consented: boolean,
  signal: AbortSignal,
  onChange: (key: StoredKey, value: string | null) => void,
) {
  const nameOf = (key: StoredKey) => storageName(widgetId, key);
  const outbox = `${nameOf('outbox:')}-`;
  const memory: Record<string, string> = {};
  let area = consented ? findLocal() : undefined;

  const get = (key: StoredKey) => getItem(nameOf(key));
  const getItem = (name: string) => (area ? area.getItem(name) : (memory[name] ?? null));
  const outboxNames = () => Object.keys(area ?? memory).filter((name) => name.startsWith(outbox));

  function onStorage({ key: name, newValue, storageArea }: StorageEvent): void {
    if (!area || storageArea !== area) return;
    // The event may be older than what is there by now. `clear()` names no key: the device is gone, and the rest with it.
    const key = name === null ? 'device' : single.find((candidate) => nameOf(candidate) === name);
    if (key) onChange(key, get(key));
    else if (name?.startsWith(outbox)) onChange(`outbox:${name.slice(outbox.length)}`, newValue);
  }
  addEventListener('storage', onStorage, { signal });

  return {
    isPersistent: () => !!area,
    read(): Stored {
      const entries = outboxNames().map((name) => [name.slice(outbox.length), getItem(name)]);
      const [device, cache, profile, survey] = single.map(get) as (string | null)[];
      return { device, cache, profile, survey, outbox: Object.fromEntries(entries) } as Stored;
    },
    get,
    /** @throws Where there is no room: what was there stays, and the page goes on with what it has in memory. */
    write(key: StoredKey, value: string): void {
      if (area) area.setItem(nameOf(key), value);
      else memory[nameOf(key)] = value;
    },
    remove(key: StoredKey): void {
      if (area) area.removeItem(nameOf(key));
      else delete memory[nameOf(key)];
    },
    /** Consent was given: from now on this is storage that lasts, if there is any. What memory holds stays there. */
    persist(): void {
      area ??= findLocal();
    },
  };
}

export type WidgetStorage = ReturnType<typeof createStorage>;

/**
 * Reading `localStorage` itself throws where cookies are blocked or the page is sandboxed (G1); Safari has had one with
 * a quota of zero (G3). Only a write that worked proves it.
 */
function findLocal(): Storage | undefined {
  try {
    localStorage.setItem('chatProbe', '');
    localStorage.removeItem('chatProbe');
    return localStorage;
  } catch {
    return undefined;
  }
}
