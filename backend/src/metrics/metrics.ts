import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../log/operation-line.ts';

export type SocketKind = 'visitor' | 'agent';

/** What a server counts. One per server, so that two in one process do not mix. */
export interface Metrics {
  registry: Registry;
  operationEnded(operation: string, outcome: Outcome, durationMs: number): void;
  socketOpened(kind: SocketKind): void;
  socketClosed(kind: SocketKind, reason: string): void;
  frameSent(type: string, sockets: number): void;
  /** Messages that were written with one commit. */
  batchSent(rows: number, durationMs: number): void;
  /** Something was left out on purpose: a frame over its rate, a message for a socket that is closing. */
  dropped(what: string, count?: number): void;
}

/** Prometheus metrics, with the process's own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const operations = new Counter({
    name: 'hilo_operations_total',
    help: 'Operations, by name and outcome.',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'hilo_operation_duration_seconds',
    help: 'Time from request to answer.',
    labelNames: ['operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const sockets = new Gauge({
    name: 'hilo_sockets',
    help: 'Open WebSockets.',
    labelNames: ['kind'],
    registers,
  });
  const closes = new Counter({
    name: 'hilo_socket_closes_total',
    help: 'Closed WebSockets, by reason; `client` where the other side closed.',
    labelNames: ['kind', 'reason'],
    registers,
  });
  const frames = new Counter({
    name: 'hilo_frames_sent_total',
    help: 'WebSocket frames handed to sockets.',
    labelNames: ['type'],
    registers,
  });
  const batchRows = new Histogram({
    name: 'hilo_send_batch_rows',
    help: 'Messages written with one commit.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    registers,
  });
  const batchDurations = new Histogram({
    name: 'hilo_send_batch_duration_seconds',
    help: 'Time of one such commit.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  const drops = new Counter({
    name: 'hilo_dropped_total',
    help: 'What was left out on purpose.',
    labelNames: ['what'],
    registers,
  });
  return {
    registry,
    operationEnded: (operation, outcome, durationMs) => {
      operations.inc({ operation, outcome });
      durations.observe({ operation }, durationMs / 1000);
    },
    socketOpened: (kind) => sockets.inc({ kind }),
    socketClosed: (kind, reason) => {
      sockets.dec({ kind });
      closes.inc({ kind, reason });
    },
    frameSent: (type, count) => frames.inc({ type }, count),
    batchSent: (rows, durationMs) => {
      batchRows.observe(rows);
      batchDurations.observe(durationMs / 1000);
    },
    dropped: (what, count = 1) => drops.inc({ what }, count),
  };
}
