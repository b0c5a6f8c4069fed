import type { Metrics } from '../metrics/metrics.ts';
import type { ServerParts } from '../services.ts';
import { insertTraceChunks } from '../sql/trace-chunks.ts';
import { createOtlpExporter } from './otlp-exporter.ts';
import { traceLimits } from './trace-limits.ts';
import { joinKeepers, type TraceKeeper } from './trace-sink.ts';
import { createTraceWriter } from './trace-writer.ts';

export const traceDaysDefault = 7;

/** Everything that this server does with what its log says: keeps it in the database, exports it, or nothing. */
export function createTraces({ pool, log, env }: ServerParts, metrics: Metrics): TraceKeeper {
  const keepers: TraceKeeper[] = [];
  if ((env.traceDays ?? traceDaysDefault) > 0) {
    keepers.push(
      createTraceWriter({
        write: (chunks) => insertTraceChunks(pool, chunks),
        onDropped: (lines, error) => {
          metrics.dropped('trace_line', lines);
          if (error !== undefined) log.warn({ err: error, lines }, 'unable to keep lines of traces');
        },
        limits: traceLimits,
      }),
    );
  }
  if (env.otlpEndpoint) {
    keepers.push(
      createOtlpExporter({
        endpoint: env.otlpEndpoint,
        onDropped: (spans, error) => {
          metrics.dropped('otlp_span', spans);
          if (error !== undefined) log.warn({ err: error, spans }, 'unable to export spans');
        },
        limits: traceLimits,
      }),
    );
  }
  return joinKeepers(keepers);
}
