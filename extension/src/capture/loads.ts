import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { emptyTenFields, type TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { WidgetInfo } from '../channel/messages.ts';
import { readAddress } from './address.ts';
import { type Entry, readEntry } from './entry.ts';
import { captureLimits } from './limits.ts';
import { nowMs, stringify, wallMs } from './natives.ts';
import type { Ring } from './ring.ts';

type Envelope = 'witness' | 'seq' | 't' | 'wall' | 'span' | 'fields';

/** What the wire's witness tells: an event without what all have in common. */
export type WireBody = TraceEvent extends infer One
  ? One extends TraceEvent
    ? Omit<One, Envelope>
    : never
  : never;

/** The same, where the trace says which span it belongs to. */
export type Told = WireBody & { span?: string | null };

/** One load of a widget on this page, as far as capture follows it. */
export interface Load {
  readonly entry: Entry;
  /** Of the wire's witness. */
  seq: number;
  fields: TenFields;
  /** Where on the page's clock the load's clock began, as nearly as its events tell. */
  zeroMs: number;
  t: number;
  /** The widget's last word on storage, to tell its own writes from others. */
  stored: string | null;
  sockets: number;
  exchanges: number;
}

interface Place {
  load: Load;
  path: string;
}

export interface Loads {
  readonly all: readonly Load[];
  infos(): WidgetInfo[];
  follow(value: unknown): void;
  find(traceId: string): Load | undefined;
  /** The load that an address and a traceId belong to, and the address's path on its backend. */
  locate(href: string, traceId: string | null): Place | undefined;
  /**
   * Keeps what the wire's witness has to say of a load. It is put into words later, so `describe` may only read what does
   * not change any more; `chars`: about how long what it holds on to is.
   */
  tell(load: Load, describe: () => Told, chars?: number): void;
}

/**
 * No method of an array in here or below: pages replace them, and what a widget says is to be heard on those as well.
 * `changed`: something is new to be sent. `found`: a widget is.
 */
export function createLoads(
  journal: Ring,
  changed: (witness: 'widget' | 'wire') => void,
  found: (load: Load) => void,
): Loads {
  const all: Load[] = [];
  const places = new Map<string, Place | undefined>();
  let known = { fields: emptyTenFields, text: stringify(emptyTenFields) };

  /** Most events share them with the one before. */
  function textOf(fields: TenFields): string {
    if (fields !== known.fields) known = { fields, text: stringify(fields) || 'null' };
    return known.text;
  }

  function hear(load: Load, event: TraceEvent): void {
    load.fields = event.fields ?? load.fields;
    load.t = Math.max(load.t, event.t || 0);
    // Told a moment after it happened: the smallest distance is the truest.
    load.zeroMs = Math.min(load.zeroMs, nowMs() - load.t);
    if (event.kind === 'storage' && event.cause === 'widget') load.stored = `${event.op} ${event.key}`;
    journal.keep({
      witness: 'widget',
      chars: captureLimits.eventCharsHeld,
      write: () => {
        const { fields, ...rest } = event;
        return { event: stringify(rest), fields: textOf(fields) };
      },
    });
    changed('widget');
  }

  function find(traceId: string): Load | undefined {
    for (const load of all) if (load.entry.traceId === traceId) return load;
    return undefined;
  }

  return {
    all,
    infos() {
      const infos: WidgetInfo[] = [];
      for (const { entry } of all) {
        const { widgetId, traceId, build, base } = entry;
        infos[infos.length] = { widgetId, traceId, build, base };
      }
      return infos;
    },
    find,
    follow(value) {
      const entry = readEntry(value);
      if (!entry || all.length === captureLimits.widgetsMax) return;
      if (find(entry.traceId)) return;
      const { traceId, widgetId } = entry;
      const load: Load = {
        entry,
        seq: 0,
        fields: { ...emptyTenFields, traceId, widgetId },
        zeroMs: Number.POSITIVE_INFINITY,
        t: 0,
        stored: null,
        sockets: 0,
        exchanges: 0,
      };
      all[all.length] = load;
      places.clear();
      for (const event of entry.recorder.events()) hear(load, event);
      load.zeroMs = Math.min(load.zeroMs, nowMs());
      entry.recorder.subscribe((event) => hear(load, event));
      found(load);
    },
    locate(href, traceId) {
      // Of one load alone, the address says all; and it is one of a few, again and again.
      const isPlain = all.length === 1;
      if (isPlain && places.has(href)) return places.get(href);
      let latest: Place | undefined;
      for (const load of all) {
        const address = readAddress(href, load.entry.base);
        if (address?.widgetId !== load.entry.widgetId) continue;
        latest = { load, path: address.path };
        if (load.entry.traceId === traceId) break;
      }
      if (places.size === captureLimits.placesMax) places.clear();
      if (isPlain) places.set(href, latest);
      return latest;
    },
    tell(load, describe, chars = 0) {
      load.t = Math.max(load.t, nowMs() - load.zeroMs);
      load.seq += 1;
      const { seq, t, fields } = load;
      const wall = wallMs();
      journal.keep({
        witness: 'wire',
        chars: captureLimits.eventCharsHeld + chars,
        write: () => {
          const told = describe();
          told.span ??= null;
          const head = `{"witness":"wire","seq":${seq},"t":${stringify(t)},"wall":${stringify(wall)},`;
          return { event: head + stringify(told).slice(1), fields: textOf(fields) };
        },
      });
      changed('wire');
    },
  };
}
