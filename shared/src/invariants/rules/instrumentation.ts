import { limits } from '../../limits.ts';
import type { TraceEvent } from '../../trace/events.ts';
import type { TenFields } from '../../trace/ten-fields.ts';
import { parseTraceparent } from '../../trace/traceparent.ts';
import { textIn } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

const lasting = [
  'traceId',
  'companyId',
  'widgetId',
  'deviceId',
] as const satisfies readonly (keyof TenFields)[];

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
      for (const field of lasting) {
        if (before?.[field] != null && now[field] === null && by)
          watch.violate([by, eventId(event)], `${field} went missing.`);
      }
      if (now.conversationId !== null && now.status === null)
        watch.violate([eventId(event)], 'conversationId without status.');
      if (now.contactId !== null && now.unreadCount === null)
        watch.violate([eventId(event)], 'contactId without unreadCount.');
      before = now;
      by = eventId(event);
    };
    return { fields: check };
  },
};

export const traceparentEverywhere: Rule = {
  id: 'traceparent-everywhere',
  requirement: 'R1.1',
  severity: 'major',
  promise: 'Every request and every frame carries the load’s traceId.',
  meaning: 'The server’s side of this operation cannot be found.',
  look: 'The request or frame in the evidence.',
  scope: 'load',
  watch(watch) {
    const check = (event: TraceEvent, value: string | null | undefined) => {
      watch.exercise();
      const span = parseTraceparent(value);
      if (!span) watch.violate([eventId(event)], 'No traceparent.');
      else if (span.traceId !== event.fields.traceId)
        watch.violate([eventId(event)], 'The traceparent of another load.');
    };
    return {
      request(event) {
        const query = () => /[?&]traceparent=([^&]+)/.exec(event.path)?.[1];
        check(event, event.headers['traceparent'] ?? query());
      },
      frame(event) {
        if (event.direction === 'out') check(event, textIn(event.data, 'traceparent'));
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
