import { captureLimits } from './limits.ts';
import type { Load, Loads, Told, WireBody } from './loads.ts';
import { apply, listen, patch } from './natives.ts';
import { describeText } from './payload.ts';

type Cause = (WireBody & { kind: 'storage' })['cause'];

export interface StorageWatch {
  /** Tells what changed since it was last looked at, by whatever way: `ls.key = …` has no function to listen to. */
  compare(): void;
  /** What a key holds now, by name. */
  read(): Record<string, string>;
  /** Null removes it. Only keys of widgets. */
  write(key: string, value: string | null): void;
}

const ownKey = /^chat[A-Z][A-Za-z]*-/;

/** Observes the keys that widgets keep in localStorage. */
export function watchStorage(loads: Loads, quietly: (work: () => void) => void): StorageWatch {
  const { getItem, setItem, removeItem } = Storage.prototype;
  const seen = new Map<string, string>();
  let isRead = false;

  const area = () => window.localStorage;

  function read(): Record<string, string> {
    const found: Record<string, string> = {};
    let looked = 0;
    for (const name of Object.keys(area())) {
      looked += 1;
      if (looked > captureLimits.keysMax) break;
      if (ownKey.test(name)) found[name] = apply(getItem, area(), [name]) ?? '';
    }
    return found;
  }

  /** A key belongs to the widget that its name has in it; those of a widget that has been here twice, to the later. */
  function ownerOf(key: string): Load | undefined {
    const rest = key.slice(key.indexOf('-') + 1);
    let owner: Load | undefined;
    for (const load of loads.all) {
      const { widgetId } = load.entry;
      if (rest === widgetId || rest.startsWith(`${widgetId}-`)) owner = load;
    }
    return owner;
  }

  function tell(key: string, value: string | null, cause: Cause): void {
    if (value === null) seen.delete(key);
    else seen.set(key, value);
    const load = ownerOf(key);
    if (!load) return;
    const op = value === null ? 'remove' : 'write';
    const said = load.stored === `${op} ${key}`;
    load.stored = null;
    const describe = (): Told => ({
      kind: 'storage',
      op,
      key,
      value: value === null ? null : describeText(value),
      cause: said && cause === 'observed' ? 'widget' : cause,
    });
    loads.tell(load, describe, value?.length);
  }

  function compare(cause: Cause = 'observed'): void {
    if (loads.all.length === 0) return;
    const now = read();
    for (const [key, value] of Object.entries(now)) {
      // What was there before anybody looked is how things stood, not a change.
      if (!isRead) seen.set(key, value);
      else if (seen.get(key) !== value) tell(key, value, cause);
    }
    isRead = true;
    for (const key of [...seen.keys()]) if (!(key in now)) tell(key, null, cause);
  }

  function after(name: 'setItem' | 'removeItem' | 'clear'): void {
    patch(Storage.prototype, name, (target, self, args) => {
      const result = apply(target, self, args);
      quietly(() => {
        if (loads.all.length === 0 || self !== area()) return;
        const key = `${args[0]}`;
        if (name === 'clear') compare();
        else if (ownKey.test(key)) tell(key, apply(getItem, area(), [key]), 'observed');
      });
      return result;
    });
  }
  after('setItem');
  after('removeItem');
  after('clear');

  listen<StorageEvent>(window, 'storage', ({ key, storageArea }) =>
    quietly(() => {
      if (storageArea !== area()) return;
      if (key === null) compare('other_tab');
      else if (ownKey.test(key)) tell(key, apply(getItem, area(), [key]), 'other_tab');
    }),
  );

  return {
    compare,
    read,
    write(key, value) {
      if (!ownKey.test(key)) return;
      if (value === null) apply(removeItem, area(), [key]);
      else apply(setItem, area(), [key, value]);
      compare();
    },
  };
}
