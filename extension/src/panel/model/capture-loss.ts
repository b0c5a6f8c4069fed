import { asObject } from '@hilo/shared/invariants/rows.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { CaptureLoss } from './session.ts';

/**
 * Two witnesses of one load, set against each other: what the widget says that it sent and got, and what the patches
 * on the page heard. Each request, answer and frame that both know cancels out; what remains was lost by one of them.
 */
export class WitnessBalance {
  private readonly open = new Map<string, number>();
  private readonly paths = new Map<string, string>();
  private heard = { widget: 0, wire: 0 };

  add(event: TraceEvent): void {
    if (event.witness !== 'widget' && event.witness !== 'wire') return;
    const key = this.keyOf(event);
    if (key === null) return;
    this.heard[event.witness]++;
    const sum = (this.open.get(key) ?? 0) + (event.witness === 'widget' ? 1 : -1);
    if (sum === 0) this.open.delete(key);
    else this.open.set(key, sum);
  }

  /** Null until both have spoken: then there is nothing to compare. */
  loss(): CaptureLoss | null {
    if (this.heard.widget === 0 || this.heard.wire === 0) return null;
    let onlyWidget = 0;
    let onlyWire = 0;
    for (const sum of this.open.values()) {
      if (sum > 0) onlyWidget += sum;
      else onlyWire -= sum;
    }
    return { onlyWidget, onlyWire };
  }

  private keyOf(event: TraceEvent): string | null {
    if (event.kind === 'frame') {
      const type = asObject<{ type?: unknown }>(event.data)?.type;
      return `frame ${event.direction} ${typeof type === 'string' ? type : ''}`;
    }
    if (event.kind === 'request') {
      const path = `${event.method} ${event.path}`;
      this.paths.set(`${event.witness} ${event.requestId}`, path);
      return `request ${path}`;
    }
    if (event.kind === 'response') {
      const asked = `${event.witness} ${event.requestId}`;
      const path = this.paths.get(asked) ?? '';
      this.paths.delete(asked);
      return `response ${event.status} ${path}`;
    }
    return null;
  }
}
