import { asObject } from '@hilo/shared/invariants/rows.ts';
import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { CaptureLoss } from './session.ts';

/** What a fault cut, dropped or doubled may still be told of this long after its end: a socket closes in its own time. */
const faultTailMs = 2_000;

/** In the place of what would be compared. */
const notCompared = Symbol('not compared');

/**
 * Two witnesses of one load, set against each other: what the widget says that it sent and got, and what the patches
 * on the page heard. Each request, answer and frame that both know cancels out; what remains was lost by one of them. Not
 * compared is what happened while a fault was on: then the two are made to see different things.
 */
export class WitnessBalance {
  private readonly open = new Map<string, number>();
  private readonly paths = new Map<string, string | typeof notCompared>();
  private heard = { widget: 0, wire: 0 };
  private readonly faultsOn = new Set<string>();
  /** In milliseconds of the load. */
  private faultyUntilMs = Number.NEGATIVE_INFINITY;

  add(event: TraceEvent): void {
    if (event.witness !== 'widget' && event.witness !== 'wire') return;
    if (event.kind === 'fault') this.switchFault(event);
    const key = this.keyOf(event);
    if (key === undefined) return;
    this.heard[event.witness]++;
    if (key === notCompared) return;
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

  /** Undefined for what the other witness never tells. */
  private keyOf(event: TraceEvent): string | typeof notCompared | undefined {
    const isFaulty = this.faultsOn.size > 0 || event.t <= this.faultyUntilMs;
    if (event.kind === 'frame') {
      const type = asObject<{ type?: unknown }>(event.data)?.type;
      return isFaulty ? notCompared : `frame ${event.direction} ${typeof type === 'string' ? type : ''}`;
    }
    if (event.kind === 'request') {
      const path = `${event.method} ${event.path}`;
      this.paths.set(`${event.witness} ${event.requestId}`, isFaulty ? notCompared : path);
      return isFaulty ? notCompared : `request ${path}`;
    }
    if (event.kind === 'response') {
      const asked = `${event.witness} ${event.requestId}`;
      const path = this.paths.get(asked) ?? '';
      this.paths.delete(asked);
      // As its request: one that a fault held back is heard by the widget long after the wire.
      return path === notCompared ? notCompared : `response ${event.status} ${path}`;
    }
    return undefined;
  }

  private switchFault({ fault, phase, detail, t }: TraceEventOf<'fault'>): void {
    const key = `${fault} ${asObject<{ faultId?: unknown }>(detail)?.faultId}`;
    if (phase === 'on') this.faultsOn.add(key);
    else this.faultsOn.delete(key);
    this.faultyUntilMs = t + faultTailMs;
  }
}
