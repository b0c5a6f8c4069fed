import type { Stored, StoredKey } from '../core/events.ts';
import { storageName } from './storage-name.ts';

const single: readonly StoredKey[] = ['device', 'cache', 'profile', 'survey'];

/**
 * localStorage where it works and may be used, else the memory of this page. Keys are those of `StoredKey`.
 */
export function createStorage(
  widgetId: string,
  consented: boolean,
  onChange: (key: StoredKey, value: string | null) => void,
) {
  const nameOf = (key: StoredKey) => storageName(widgetId, key);
  const outbox = `${nameOf('outbox:')}-`;
  const memory: Record<string, string> = {};
  let area = consented ? findLocal() : undefined;

  const get = (key: StoredKey) => getItem(nameOf(key));
  const getItem = (name: string) => (area ? area.getItem(name) : (memory[name] ?? null));
  const outboxNames = () => Object.keys(area ?? memory).filter((name) => name.startsWith(outbox));

  function setItem(name: string, value: string): void {
    // Where it is full, what was there stays, and the page goes on with what it has in memory.
    if (area) area.setItem(name, value);
    else memory[name] = value;
  }

  function removeItem(name: string): void {
    if (area) area.removeItem(name);
    else delete memory[name];
  }

  function onStorage({ key: name, newValue, storageArea }: StorageEvent): void {
    if (!area || storageArea !== area) return;
    // The event may be older than what is there by now. `clear()` names no key: the device is gone, and the rest with it.
    const key = name === null ? 'device' : single.find((candidate) => nameOf(candidate) === name);
    if (key) onChange(key, get(key));
    else if (name?.startsWith(outbox)) onChange(`outbox:${name.slice(outbox.length)}`, newValue);
  }
  addEventListener('storage', onStorage);

  return {
    isPersistent: () => !!area,
    read(): Stored {
      const entries = outboxNames().map((name) => [name.slice(outbox.length), getItem(name)]);
      const [device, cache, profile, survey] = single.map(get) as (string | null)[];
      return { device, cache, profile, survey, outbox: Object.fromEntries(entries) } as Stored;
    },
    get,
    write: (key: StoredKey, value: string) => setItem(nameOf(key), value),
    remove: (key: StoredKey) => removeItem(nameOf(key)),
    /** The keys of everything that is there but the device. */
    others: () =>
      [
        ...outboxNames().map((name) => `outbox:${name.slice(outbox.length)}` as const),
        ...single.slice(1),
      ].filter((key) => get(key) !== null),
    /** Consent was given: what this page holds may last, unless another tab keeps a device already. */
    persist(): void {
      area ??= findLocal();
      const device = get('device');
      if (!area || device === memory[nameOf('device')]) return;
      if (device) onChange('device', device);
      else for (const name of Object.keys(memory)) setItem(name, memory[name] as string);
    },
    close: () => removeEventListener('storage', onStorage),
  };
}

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
