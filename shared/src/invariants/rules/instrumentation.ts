import { limits } from '../../limits.ts';
import type { TraceEvent } from '../../trace/events.ts';
import type { TenFields } from '../../trace/ten-fields.ts';
import { parseTraceparent } from '../../trace/traceparent.ts';
import { textIn } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

type Field = keyof TenFields;

/** Known once, known for the whole load; a device changes with a logout, and is there again at once. */
const ofLoad = ['traceId', 'companyId', 'widgetId', 'deviceId'] as const satisfies readonly Field[];
/** The server learns the device from what the load sends; these stand in every address and token. */
const ofLine = ['traceId', 'companyId', 'widgetId'] as const satisfies readonly Field[];
/** Known once of a conversation, known for as long as it is in focus on this device. */
const ofConversation = ['sessionId', 'lastMessageId'] as const satisfies readonly Field[];
/** Known from the moment at which there is a conversation. */
const withConversation = ['status', 'unreadCount'] as const satisfies readonly Field[];

export const tenFieldsComplete: Rule = {
  id: 'ten-fields-complete',
  requirement: 'R1.2',
  severity: 'major',
  promise: 'A field that is known never goes missing, and a conversation’s fields come together.',
  meaning: 'The trace cannot be joined with the server’s lines: part of the story is lost.',
  look: 'The event in the evidence and the field named in the detail.',
  scope: 'load',
  watch(watch) {
    let before: TenFields | null = null;
    let by: EventId | null = null;
    const check = (event: TraceEvent) => {
      const now = event.fields;
      watch.exercise();
      const missing = (fields: readonly Field[]) => {
        for (const field of fields) {
          if (before?.[field] != null && now[field] === null && by)
            watch.violate([by, eventId(event)], `${field} went missing.`);
        }
      };
      missing(ofLoad);
      const isSame = before?.conversationId === now.conversationId && before?.deviceId === now.deviceId;
      if (now.conversationId !== null) {
        if (isSame) missing(ofConversation);
        for (const field of withConversation) {
          if (now[field] === null) watch.violate([eventId(event)], `conversationId without ${field}.`);
        }
        const [was, is] = [before?.sessionId, now.sessionId];
        if (isSame && was != null && is !== null && was !== is && by)
          watch.violate([by, eventId(event)], `sessionId ${was} became ${is} in the same conversation.`);
      }
      if (now.contactId !== null && now.unreadCount === null)
        watch.violate([eventId(event)], 'contactId without unreadCount.');
      before = now;
      by = eventId(event);
    };
    return {
      fields: check,
      server(event) {
        // An operation that begins does not know yet whose it is.
        if (event.phase === 'start') return;
        watch.exercise();
        for (const field of ofLine) {
          if (event.fields[field] === null)
            watch.violate([eventId(event)], `A line of the server without ${field}.`);
        }
        if (event.fields.conversationId !== null && event.fields.status === null)
          watch.violate(
            [eventId(event)],
            'A line of the server with a conversationId and without its status.',
          );
      },
    };
  },
};

export const traceparentEverywhere: Rule = {
  id: 'traceparent-everywhere',
  requirement: 'R1.1',
  severity: 'major',
  promise: 'Every request and every frame carries the trace that it belongs to.',
  meaning: 'The server’s side of this operation cannot be found.',
  look: 'The request or frame in the evidence.',
  scope: 'load',
  watch(watch) {
    const check = (event: TraceEvent, value: string | null | undefined, isOwn = true) => {
      watch.exercise();
      const span = parseTraceparent(value);
      if (!span) watch.violate([eventId(event)], 'No traceparent.');
      else if (isOwn && span.traceId !== event.fields.traceId)
        watch.violate([eventId(event)], 'The traceparent of another load.');
    };
    return {
      request(event) {
        const query = () => /[?&]traceparent=([^&]+)/.exec(event.path)?.[1];
        check(event, event.headers['traceparent'] ?? query());
      },
      frame(event) {
        const type = textIn(event.data, 'type');
        // What a proxy or a broken server says is no frame of ours; what somebody else did comes under their trace.
        if (event.direction === 'in' && type === null) return;
        const isOwn = event.direction === 'out' || type === 'ready';
        check(event, textIn(event.data, 'traceparent'), isOwn);
      },
    };
  },
};

export const operationsEnd: Rule = {
  id: 'operations-end',
  requirement: 'R1.1',
  severity: 'major',
  promise: 'Every operation that starts ends, in success or in an error.',
  meaning: 'Something hangs: a spinner that never stops.',
  look: 'The start in the evidence has no end.',
  scope: 'load',
  watch: (watch) => ({
    operation(event) {
      const key = `${event.operation} ${event.span}`;
      if (event.phase === 'start') {
        watch.expect(
          key,
          limits.requestTimeoutMs * 2,
          [eventId(event)],
          `${event.operation} began and never ended.`,
        );
      } else watch.met(key);
    },
  }),
};

export const requestsBelongToOperations: Rule = {
  id: 'requests-belong-to-operations',
  requirement: 'R1.1',
  severity: 'minor',
  promise: 'Every request belongs to an operation that was recorded.',
  meaning: 'The widget does things that its own log does not mention.',
  look: 'The request in the evidence.',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    const spans = new Set<string>();
    return {
      operation(event) {
        if (event.phase === 'start' && event.span) spans.add(event.span);
        else if (event.span) spans.delete(event.span);
      },
      request(event) {
        watch.exercise();
        if (!event.span || !spans.has(event.span))
          watch.violate([eventId(event)], `${event.method} ${event.path} belongs to no operation.`);
      },
    };
  },
};
