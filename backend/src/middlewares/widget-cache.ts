import type { DatabasePool } from 'slonik';
import { findWidget } from '../commands/find-widget.ts';

export type FoundWidget = NonNullable<Awaited<ReturnType<typeof findWidget>>>;

export interface WidgetCache {
  /** Undefined where no such widget exists. A change shows within seconds. */
  find(widgetId: string): Promise<FoundWidget | undefined>;
}

const freshMs = 3_000;
const entriesMax = 10_000;

/** Every request of a widget needs it: asked once, shared by all requests of the next seconds. */
export function createWidgetCache(pool: DatabasePool): WidgetCache {
  const entries = new Map<string, { at: number; widget: Promise<FoundWidget | undefined> }>();
  return {
    find: (widgetId) => {
      const known = entries.get(widgetId);
      if (known && performance.now() - known.at < freshMs) return known.widget;
      if (entries.size >= entriesMax) entries.clear();
      const entry = { at: performance.now(), widget: findWidget(pool, widgetId) };
      entries.set(widgetId, entry);
      // A failure is told to those who wait for it, and not kept.
      entry.widget.catch(() => {
        if (entries.get(widgetId) === entry) entries.delete(widgetId);
      });
      return entry.widget;
    },
  };
}
