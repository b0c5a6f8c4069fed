import { v7 } from 'uuid';
import type { Actor } from '../log/operation-line.ts';
import type { TraceEntry, TraceLine } from './trace-line.ts';

/** What one trace wrote within a moment: a row of `trace_chunks`. */
export interface TraceChunk {
  chunkId: string;
  companyId: string;
  traceId: string;
  contactId: string;
  actor: Actor;
  entries: TraceEntry[];
}

/** Lines by whose they are, each chunk in the order in which its lines came. */
export function groupChunks(lines: readonly TraceLine[]): TraceChunk[] {
  const chunks = new Map<string, TraceChunk>();
  for (const { entry, ...of } of lines) {
    const key = `${of.companyId} ${of.traceId} ${of.contactId} ${of.actor}`;
    const chunk = chunks.get(key);
    if (chunk) chunk.entries.push(entry);
    else chunks.set(key, { ...of, chunkId: v7(), entries: [entry] });
  }
  return [...chunks.values()];
}
