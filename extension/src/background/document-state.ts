import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge } from '@hilo/shared/invariants/engine.ts';
import { takeRecords } from '../channel/cursor.ts';
import type { DocumentInfo } from '../channel/messages.ts';

/** What the background knows of a document: enough for the badge; whoever wants more asks the page again. */
export interface DocumentState {
  info: DocumentInfo;
  /** Up to which record it was judged. */
  cursor(): number;
  /** Judges what is new in a batch. Returns whether another promise was found broken. */
  judge(batch: Parameters<typeof takeRecords>[1]): boolean;
  /** How many promises its widgets broke. */
  broken(): number;
}

export function createDocumentState(info: DocumentInfo): DocumentState {
  const judge = createJudge(catalogue);
  const broken = new Set<string>();
  let cursor = 0;
  return {
    info,
    cursor: () => cursor,
    judge(batch) {
      const before = broken.size;
      const taken = takeRecords(cursor, batch);
      cursor = taken.cursor;
      for (const { event } of taken.fresh) {
        // The widget's own account is whole; the wire's would tell the rules everything twice.
        if (event.witness !== 'widget') continue;
        for (const { ruleId, traceId } of judge.push(event)) broken.add(`${traceId} ${ruleId}`);
      }
      return broken.size > before;
    },
    broken: () => broken.size,
  };
}
