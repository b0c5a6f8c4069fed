import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { isDebugging } from '../core/debugging.ts';
import type { DebugPorts } from './tools.ts';

/** One structured line per phase of an operation, with all ten fields (R1.2), from the beginning of the load. */
export function logOperations({ recorder, model }: DebugPorts): void {
  const log = (event: TraceEvent) => {
    if (event.kind !== 'operation' || !isDebugging(model())) return;
    const { operation, phase, durationMs, errorCode, span, t, fields } = event;
    const took = durationMs === null ? '' : ` ${Math.round(durationMs)} ms`;
    // biome-ignore lint/suspicious/noConsole: what the console is for, and only where it was asked for
    console.info(`hilo ${operation} ${phase}${errorCode ? ` ${errorCode}` : ''}${took}`, {
      ...fields,
      span,
      t,
      outcome: phase,
      errorCode,
      durationMs,
    });
  };
  for (const event of recorder.events()) log(event);
  recorder.subscribe(log);
}
