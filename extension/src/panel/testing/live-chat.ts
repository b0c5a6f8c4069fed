import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { CaptureRecord, DocumentInfo, FromDocument } from '../../channel/messages.ts';

/** What a document of a chat with a cut connection says, as the panel hears it. */
export const documentId = '00000000000000aa';

export function documentInfo(over: Partial<DocumentInfo> = {}): DocumentInfo {
  return {
    documentId,
    frameId: 0,
    url: 'https://shop.test/',
    startedAtMs: 0,
    widgets: [],
    life: 'alive',
    ...over,
  };
}

/** Every widget event, and after each request, answer and frame the same as the wire heard it. */
export function liveRecords(): CaptureRecord[] {
  const tab = openTab().bootstrap().start().connect().send('Hello').agentReplies('Hi').read();
  tab.goOffline().wait(4_000).goOnline().send('Are you there?').agentReplies('I am').read();
  const events = tab.events.flatMap((event, i) =>
    ['request', 'response', 'frame'].includes(event.kind)
      ? [event, { ...event, witness: 'wire', seq: i + 1, span: null } as TraceEvent]
      : [event],
  );
  return events.map((event, i) => ({ n: i + 1, event: structuredClone(event) }));
}

export function recordsFrom(after: number, records: readonly CaptureRecord[]): FromDocument {
  return {
    type: 'records',
    documentId,
    after,
    records: structuredClone(records),
    dropped: { count: 0, bytes: 0 },
  };
}
