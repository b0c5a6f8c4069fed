import type { Effect, RequestEffect } from '../core/effects.ts';
import type { Model } from '../core/model.ts';
import type { Tracer, TracerCalls } from './tracer.ts';

/** With so many calls, or so much text in them, the tracer is fetched to make its bounded recording of them. */
const callsMax = 1_000;
const charsMax = 500_000;

export type Call = { [Name in keyof TracerCalls]: [Name, Parameters<TracerCalls[Name]>] }[keyof TracerCalls];

/** What was kept: the state that the first call begins from, when the load began, how many calls before it were cut. */
export interface Kept {
  first: Model;
  bornAt: number;
  lost: number;
  calls: Call[];
}

/**
 * The flight recorder as a visitor has it: what is to be told to the tracer is only kept, as it is, until somebody wants
 * to read it. Then the tracer comes, is told all of it, and everything that follows at once. States are kept as they
 * are too: one shares with the next what did not change.
 */
export function createJournal(state: Model, bornAt: number, wantTracer: () => void) {
  const { traceId } = state;
  const kept: Kept = { first: state, bornAt, lost: 0, calls: [] };
  let tracer: Tracer | undefined;
  let chars = 0;
  let isWanted = false;
  let [spans, requests] = [0, 0];
  let socketSpan = '';

  // Unique in the trace, and drawn from nothing: the same steps make the same ones.
  const newSpan = () => traceId.slice(16, 24) + `${++spans}`.padStart(8, '0');
  const parentOf = (span: string) => `00-${traceId}-${span}-01`;

  function say<Name extends keyof TracerCalls>(name: Name, ...args: Parameters<TracerCalls[Name]>): void {
    if (tracer) {
      (tracer[name] as (...args: unknown[]) => void)(...args);
      return;
    }
    const { calls } = kept;
    calls.push([name, args] as Call);
    // Of what is long the third says how long it is: the text that is stored, the size of a frame.
    const third = args[2] as { length?: number; bytes?: number } | null | undefined;
    chars += third?.bytes ?? third?.length ?? 0;
    const share = Math.max(calls.length / callsMax, chars / charsMax);
    if (share >= 1 && !isWanted) {
      isWanted = true;
      wantTracer();
    }
    if (share < 2) return;
    forgetOldest(kept);
    chars /= 2;
    isWanted = false;
  }

  return {
    say,
    kept,
    /** A random value was drawn. */
    drawn<Value>(purpose: string, value: Value): Value {
      say('drawn', purpose, `${value}`);
      return value;
    },
    /** A request begins: the `traceparent` it carries, and the number that its end is told with. */
    request(effect: RequestEffect): { traceparent: string; requestId: number } {
      const span = newSpan();
      const requestId = ++requests;
      say('request', effect, requestId, span);
      return { traceparent: parentOf(span), requestId };
    },
    socketOpen(effect: Effect & { type: 'socket_open' }, reconnect: boolean): void {
      socketSpan = newSpan();
      say('socketOpen', effect, reconnect, socketSpan);
    },
    /** The frame as it travels. */
    socketSend({ id, frame }: Effect & { type: 'socket_send' }): string {
      const data = { ...frame, traceparent: parentOf(socketSpan) };
      say('socketSend', id, data);
      return JSON.stringify(data);
    },
    tracer: () => tracer,
    /** Tells this tracer all that was kept, and from now on everything at once. Once. */
    attach(next: Tracer): void {
      tracer = next;
      for (const [name, args] of kept.calls) (tracer[name] as (...args: unknown[]) => void)(...args);
      kept.calls = [];
    },
  };
}

export type Journal = ReturnType<typeof createJournal>;

/** Makes room; what is left begins from the last state before it. */
function forgetOldest(kept: Kept): void {
  const cut = kept.calls.splice(0, Math.ceil(kept.calls.length / 2));
  kept.lost += cut.length;
  for (const [name, args] of cut) if (name === 'followed') kept.first = args[0];
}
