import type { Stored, StoredKey } from '../core/events.ts';

const names = {
  device: 'chatDevice',
  cache: 'chatCache',
  profile: 'chatVisitorProfile',
  survey: 'chatSurveyState',
} as const;

/** localStorage where it works and may be used, else the memory of this page. */
export function createStorage(
  widgetId: string,
  consented: boolean,
  onChange: (key: StoredKey, value: string | null) => void,
) {
  const prefix = `chatOutbox-${widgetId}-`;
  const keys = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, `${name}-${widgetId}`]));
  const fullName = (key: StoredKey) => keys[key] ?? prefix + key.slice(7);
  const memory = createMemory();
  let area: Area = (consented && findLocal()) || memory;

  function write(key: StoredKey, value: string): void {
    try {
      area.setItem(fullName(key), value);
    } catch {
      // Full: what was there stays, and the page goes on with what it has in memory.
      memory.setItem(fullName(key), value);
    }
  }

  function outboxNames(): string[] {
    return Array.from({ length: area.length }, (_, i) => area.key(i) ?? '').filter((name) =>
      name.startsWith(prefix),
    );
  }

  function onStorage({ key, newValue, storageArea }: StorageEvent): void {
    if (storageArea !== area) return;
    // `clear()` names no key: everything of ours is gone, and with the device the rest.
    if (key === null) {
      onChange('device', null);
      return;
    }
    const name = Object.entries(keys).find(([, full]) => full === key)?.[0] as StoredKey | undefined;
    // The event may be older than what is there by now.
    if (name) onChange(name, area.getItem(key));
    else if (key.startsWith(prefix)) onChange(`outbox:${key.slice(prefix.length)}`, newValue);
  }
  addEventListener('storage', onStorage);

  return {
    isPersistent: () => area !== memory,
    read(): Stored {
      const get = (key: StoredKey) => area.getItem(fullName(key));
      const outbox = outboxNames().map((name) => [name.slice(prefix.length), area.getItem(name) ?? '']);
      return {
        device: get('device'),
        cache: get('cache'),
        profile: get('profile'),
        survey: get('survey'),
        outbox: Object.fromEntries(outbox),
      };
    },
    get: (key: StoredKey) => area.getItem(fullName(key)),
    write,
    remove: (key: StoredKey) => area.removeItem(fullName(key)),
    /** Removes everything but the device. */
    forget(): void {
      for (const name of [...outboxNames(), ...Object.values(keys)]) {
        if (name !== keys.device) area.removeItem(name);
      }
    },
    /** Consent was given: what this page holds may last, unless another tab keeps a device already. */
    persist(): void {
      const local = findLocal();
      if (!local || area === local) return;
      area = local;
      const device = local.getItem(fullName('device'));
      if (device) {
        onChange('device', device);
        return;
      }
      for (const [name, value] of memory.entries()) local.setItem(name, value);
    },
    close: () => removeEventListener('storage', onStorage),
  };
}

type Area = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Reading `localStorage` itself throws where cookies are blocked or the page is sandboxed (G1); Safari has had one with
 * a quota of zero (G3). Only a write that worked proves it.
 */
function findLocal(): Storage | undefined {
  try {
    const probe = 'chatProbe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return undefined;
  }
}

function createMemory() {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    key: (i: number) => [...map.keys()][i] ?? null,
    getItem: (name: string) => map.get(name) ?? null,
    setItem: (name: string, value: string) => {
      map.set(name, value);
    },
    removeItem: (name: string) => {
      map.delete(name);
    },
    entries: () => map.entries(),
  };
}
