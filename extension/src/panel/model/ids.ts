import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { someTextOf } from './strings-in.ts';

/** What can be clicked to see its life: a UUID, a trace id, a span. */
const pattern =
  '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?:[0-9a-f]{32}|[0-9a-f]{16})(?![0-9a-z])';
const all = new RegExp(pattern, 'g');
const whole = new RegExp(`^(?:${pattern})$`);
/** Longer texts are somebody's prose, or hostile: their beginning is enough. */
const charsMax = 2_000;

export function isId(text: string): boolean {
  return text.length <= 36 && whole.test(text);
}

/** The ids in a text, in the order of their coming. */
export function idsIn(text: string): string[] {
  return text.length < 16 ? [] : (text.slice(0, charsMax).match(all) ?? []);
}

/** In which events of a load each id occurs, besides the ten fields, which every event carries. */
export class IdIndex {
  private readonly byId = new Map<string, TraceEvent[]>();

  add(event: TraceEvent): void {
    someTextOf(event, (text) => {
      for (const id of idsIn(text)) {
        const list = this.byId.get(id);
        if (!list) this.byId.set(id, [event]);
        else if (list.at(-1) !== event) list.push(event);
      }
      return false;
    });
  }

  /** In the order in which they were added. */
  eventsOf(id: string): readonly TraceEvent[] {
    return this.byId.get(id) ?? [];
  }
}
