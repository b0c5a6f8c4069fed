import { v7 } from 'uuid';
import type { Actor } from '../log/operation-line.ts';
import type { KeptFields, KeptLine, LostLines, TraceLine } from './trace-line.ts';

/** As it stands in a chunk: `fields` says only what is not as in the line before it, as most is. */
export type ChunkEntry = (Omit<KeptLine, 'fields'> & { fields?: Partial<KeptFields> }) | LostLines;

/** What one trace wrote within a moment: a row of `trace_chunks`. */
export interface TraceChunk {
  chunkId: string;
  companyId: string;
  traceId: string;
  contactId: string;
  actor: Actor;
  entries: ChunkEntry[];
}

/** Lines by whose they are, each chunk in the order in which its lines came. */
export function groupChunks(lines: readonly TraceLine[]): TraceChunk[] {
  const chunks = new Map<string, TraceChunk>();
  const before = new Map<string, KeptFields>();
  for (const { entry, ...of } of lines) {
    const key = `${of.companyId} ${of.traceId} ${of.contactId} ${of.actor}`;
    let chunk = chunks.get(key);
    if (!chunk) {
      chunk = { ...of, chunkId: v7(), entries: [] };
      chunks.set(key, chunk);
    }
    if ('dropped' in entry) chunk.entries.push(entry);
    else {
      const { fields, ...rest } = entry;
      const news = changesOf(before.get(key), fields);
      chunk.entries.push(news ? { ...rest, fields: news } : rest);
      before.set(key, fields);
    }
  }
  return [...chunks.values()];
}

function changesOf(before: KeptFields | undefined, now: KeptFields): Partial<KeptFields> | undefined {
  if (!before) return now;
  let news: Record<string, unknown> | undefined;
  for (const name of Object.keys(now) as (keyof KeptFields)[]) {
    if (before[name] === now[name]) continue;
    news ??= {};
    news[name] = now[name];
  }
  return news;
}
