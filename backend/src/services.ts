import type { DatabasePool } from 'slonik';
import type { Log } from './log/logger.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createMetrics } from './metrics/metrics.ts';
import {
  createMemoryRateLimiter,
  type RateLimit,
  type RateLimiter,
  type RateLimitName,
} from './middlewares/rate-limits.ts';
import { createWidgetCache, type WidgetCache } from './middlewares/widget-cache.ts';
import type { Bus } from './realtime/bus.ts';
import { createTraces } from './trace/create-traces.ts';
import type { TraceKeeper } from './trace/trace-sink.ts';

/** What a server must be told about where it runs. */
export interface ServerEnv {
  /** Where browsers reach it; null: whatever the Host header says. */
  publicOrigin: string | null;
  trustedProxies: number;
  metricsToken: string | null;
  /** Folder with `widget/` and `inbox/`, as built. */
  distFolder: string;
  /** How long the log's lines are kept with their traces, in days; 0: not at all. Default 7. */
  traceDays?: number;
  /** Where spans are sent to (OTLP over HTTP), such as http://127.0.0.1:4318. */
  otlpEndpoint?: string | null;
  rateLimits?: Partial<Record<RateLimitName, RateLimit>>;
  /** Check every answer against its schema before it goes out. For tests: it costs, and should never find anything. */
  checkAnswers?: boolean;
}

export interface ServerParts {
  pool: DatabasePool;
  bus: Bus;
  log: Log;
  env: ServerEnv;
}

/** What the HTTP and the WebSocket side of one server share. */
export interface Services extends ServerParts {
  metrics: Metrics;
  limiter: RateLimiter;
  widgets: WidgetCache;
  /** Keeps what the log says, where it can be asked for. */
  traces: TraceKeeper;
  /** Set when the server begins to stop: it is no longer ready, and takes no new sockets. */
  draining: { now: boolean };
}

export function createServices(parts: ServerParts): Services {
  const metrics = createMetrics();
  return {
    ...parts,
    metrics,
    traces: createTraces(parts, metrics),
    limiter: createMemoryRateLimiter(parts.env.rateLimits),
    widgets: createWidgetCache(parts.pool),
    draining: { now: false },
  };
}
