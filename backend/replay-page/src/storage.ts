import { isInput } from '@hilo/shared/reconstruct/replay/inputs.ts';
import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';
import type { Follow } from './follow.ts';
import { replaceGetter } from './replace.ts';

const outbox = 'chatOutbox-';

export interface ReplayStorage {
  /** Another tab wrote, or removed. */
  hear(event: TraceEventOf<'storage'>): void;
  /** Somebody did that nobody told the widget of: it is found as these say, from where the replay stands. */
  change(): void;
}

/**
 * Replaces `localStorage`. Other tabs write it too, so what is read is what the recording says was read at that point,
 * where it says so, else what was written last.
 */
export function replaceStorage(follow: Follow, before: readonly StorageEntry[]): ReplayStorage {
  const map = new Map<string, string>();
  for (const { key, value } of before) if (key !== 'foreign' && value !== null) map.set(key, textOf(value));
  const isDenied = follow.recorded.some((event) => event.kind === 'page' && event.what === 'storage_denied');

  const put = (key: string, value: string | null) =>
    void (value === null ? map.delete(key) : map.set(key, value));
  const catchUp = (key: string) => {
    const next = follow.next();
    const reads = readsAhead(follow);
    const read = reads.find((event) => event.key === key);
    // All keys are read in one go, and told of where there is something. With the lock it is the device alone.
    const isRead = reads.length > 0 || (next?.kind === 'lock' && next.phase === 'granted');
    if (isRead) put(key, read ? textOf(read.value) : null);
    // What another tab wrote may be read before it is told of.
    else if (next?.kind === 'storage' && next.cause === 'other_tab' && next.key === key)
      put(key, next.value === null ? null : textOf(next.value));
  };
  const catchUpOutbox = () => {
    const reads = readsAhead(follow);
    if (reads.length === 0) return;
    for (const key of [...map.keys()]) if (key.startsWith(outbox)) map.delete(key);
    for (const { key, value } of reads) if (key.startsWith(outbox)) put(key, textOf(value));
  };

  const methods: Record<string, unknown> = {
    getItem(key: string) {
      catchUp(key);
      return map.get(key) ?? null;
    },
    setItem(key: string, value: string) {
      const next = follow.next();
      if (next?.kind === 'storage' && next.op === 'failed' && next.key === key) {
        throw new DOMException('full', 'QuotaExceededError');
      }
      map.set(key, `${value}`);
    },
    removeItem: (key: string) => void map.delete(key),
    key: (index: number) => [...map.keys()][index] ?? null,
    clear: () => map.clear(),
  };
  // As the real one, it has its keys as members, so that they can be listed.
  const area = new Proxy(methods, {
    get: (_, name) => (name === 'length' ? map.size : (methods[String(name)] ?? map.get(String(name)))),
    ownKeys() {
      catchUpOutbox();
      return [...map.keys()];
    },
    getOwnPropertyDescriptor: (_, name) => ({
      value: map.get(String(name)),
      enumerable: true,
      configurable: true,
      writable: true,
    }),
  });
  replaceGetter(window, 'localStorage', () => {
    if (isDenied) throw new DOMException('denied', 'SecurityError');
    return area;
  });

  return {
    hear({ key, value }) {
      const newValue = value === null ? null : textOf(value);
      put(key, newValue);
      window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue, storageArea: area }));
    },
    change() {
      for (let i = follow.count; ; i++) {
        const event = follow.recorded[i];
        if (event?.kind !== 'storage' || event.cause !== 'observed') return;
        put(event.key, event.value === null ? null : textOf(event.value));
      }
    },
  };
}

/** The run of reads that comes next, before anything else from outside. */
function readsAhead({ recorded, count }: Follow): TraceEventOf<'storage'>[] {
  const reads: TraceEventOf<'storage'>[] = [];
  for (let i = count; i < recorded.length; i++) {
    const event = recorded[i] as TraceEvent;
    if (event.kind === 'storage' && event.op === 'read') reads.push(event);
    else if (reads.length > 0 || (i > count && isInput(event))) break;
  }
  return reads;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
