import type { Actor, BegunOperation, OperationLine } from '../log/operation-line.ts';
import { groupChunks, type TraceChunk } from './group-chunks.ts';
import { createLoadMemory } from './load-memory.ts';
import type { TraceLimits } from './trace-limits.ts';
import { type KeptLine, type TraceLine, toKeptLine } from './trace-line.ts';
import type { EndedOperation, TraceKeeper } from './trace-sink.ts';

export interface TraceWriterPorts {
  write(chunks: readonly TraceChunk[]): Promise<void>;
  /** Lines were lost: how many, and the failure where there was one. */
  onDropped(lines: number, error?: unknown): void;
  limits: TraceLimits;
}

/** A trace that lost lines: where its marker goes, and how many. */
interface Loss {
  of: Omit<TraceLine, 'entry'>;
  lines: number;
  reason: string;
}

/**
 * Keeps lines of traces that have a contact, some at a time, beside whoever is being answered. The queue is bounded:
 * what does not fit is dropped and counted, and its trace gets a marker that says so.
 */
export function createTraceWriter({ write, onDropped, limits }: TraceWriterPorts): TraceKeeper {
  const loads = createLoadMemory(limits);
  let queue: TraceLine[] = [];
  let losses = new Map<string, Loss>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  return { push, begin, flush, stop };

  function push({ line, actor, about, endedAtMs, begun }: EndedOperation): void {
    if (begun) take(line, actor, toKeptLine(begun.line, begun.about, begun.beganAtMs));
    take(line, actor, toKeptLine(line, about, endedAtMs));
  }

  function begin({ line, actor, about, beganAtMs }: BegunOperation): void {
    take(line, actor, toKeptLine(line, about, beganAtMs));
  }

  function take(
    { companyId, traceId, deviceId, contactId }: OperationLine,
    actor: Actor,
    kept: KeptLine,
  ): void {
    if (companyId === null || traceId === null) return;
    const admitted = loads.admit({ companyId, traceId, deviceId, actor }, contactId, kept);
    if (!admitted) return;
    const of = { companyId, traceId, contactId: admitted.contactId, actor };
    for (const entry of admitted.lines) enqueue({ ...of, entry });
  }

  function enqueue(line: TraceLine): void {
    if (queue.length >= limits.queueLinesMax) {
      lose([line], 'the queue was full');
      onDropped(1);
      return;
    }
    queue.push(line);
    if (queue.length >= limits.batchLinesMax) void start();
    else timer ??= setTimeout(() => void start(), limits.flushMs);
  }

  function lose(lines: readonly TraceLine[], reason: string): void {
    for (const { entry, ...of } of lines) {
      const key = `${of.companyId} ${of.traceId} ${of.contactId} ${of.actor}`;
      const lost = 'dropped' in entry ? entry.dropped : 1;
      const loss = losses.get(key);
      if (loss) loss.lines += lost;
      else if (losses.size < limits.droppedTracesMax) losses.set(key, { of, lines: lost, reason });
    }
  }

  /** One statement at a time, until nothing is left. */
  function start(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= drain().finally(() => {
      writing = undefined;
    });
    return writing;
  }

  async function drain(): Promise<void> {
    while (queue.length > 0 || losses.size > 0) {
      const batch = queue.slice(0, limits.batchLinesMax);
      queue = queue.slice(batch.length);
      const marked = [...batch, ...takeMarkers()];
      try {
        await write(groupChunks(marked));
      } catch (error) {
        lose(marked, 'the database did not take them');
        onDropped(batch.length, error);
        // The markers wait for a database that answers.
        if (queue.length === 0) return;
      }
    }
  }

  function takeMarkers(): TraceLine[] {
    const at = Date.now();
    const markers = [...losses.values()].map(({ of, lines, reason }) => ({
      ...of,
      entry: { at, dropped: lines, reason },
    }));
    losses = new Map();
    return markers;
  }

  function flush(): Promise<void> {
    return queue.length > 0 || losses.size > 0 || writing ? start() : Promise.resolve();
  }

  async function stop(): Promise<void> {
    await flush();
    clearTimeout(timer);
  }
}
