import type { Blob } from '../trace/blob-schema.ts';
import { createSha256 } from '../trace/checksum.ts';
import type { TraceEvent } from '../trace/events.ts';
import type { TenFields } from '../trace/ten-fields.ts';
import { beginOf } from './clock-offset.ts';
import { describeEvent } from './describe-event.ts';
import { foldStarts } from './fold-starts.ts';
import { withinCalendar } from './plain-text.ts';
import { type Track, tracksOf } from './tracks.ts';

type Value =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number };

export interface OtlpAttribute {
  key: string;
  value: Value;
}

export interface OtlpSpan {
  /** 32 and 16 hex digits. */
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 1 internal, 2 server, 3 client. */
  kind: 1 | 2 | 3;
  /** Nanoseconds since the epoch, as decimal strings: JSON numbers end at 2^53. */
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  events: { timeUnixNano: string; name: string; attributes: OtlpAttribute[] }[];
  /** 0 unset, 2 error. */
  status: { code: 0 | 2; message?: string };
}

export interface OtlpRequest {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] };
    scopeSpans: { scope: { name: string; version: string }; spans: OtlpSpan[] }[];
  }[];
}

/**
 * A blob's loads as OTLP/JSON (an ExportTraceServiceRequest, OTLP 1.x): one root span per load, a span per operation,
 * requests, frames, transitions and the rest as its events, and the server's lines as spans of a service of their own.
 */
export function formatOtlp(blob: Blob): OtlpRequest {
  const tracks = tracksOf([blob]).filter((track) => /^[0-9a-f]{32}$/.test(track.traceId ?? ''));
  const perTrack = tracks.map((track) => {
    const own = loadSpans(track);
    return { own, server: serverSpans(track, own) };
  });
  const widget = perTrack.flatMap(({ own }) => own);
  const server = perTrack.flatMap((one) => one.server);
  return {
    resourceSpans: [
      resource('hilo-widget', widget, [
        attribute('hilo.build', blob.build),
        attribute('user_agent.original', blob.environment.userAgent),
      ]),
      ...(server.length > 0 ? [resource('hilo-backend', server, [])] : []),
    ],
  };
}

function resource(
  name: string,
  spans: OtlpSpan[],
  attributes: OtlpAttribute[],
): OtlpRequest['resourceSpans'][number] {
  return {
    resource: { attributes: [attribute('service.name', name), ...attributes] },
    scopeSpans: [{ scope: { name: 'hilo', version: '1' }, spans }],
  };
}

function loadSpans({ events, traceId }: Track): OtlpSpan[] {
  const begin = beginOf(events);
  const nano = (event: TraceEvent) => nanos(begin + event.t);
  const first = events[0];
  const last = events.at(-1);
  if (!first || !last || !traceId) return [];
  const root: OtlpSpan = {
    ...emptySpan(traceId, spanIdOf(`${traceId} load`), 'load', 1),
    startTimeUnixNano: nano(first),
    endTimeUnixNano: nano(last),
    attributes: attributesOf(last.fields),
  };
  const spans: OtlpSpan[] = [root];
  const open = new Map<string, OtlpSpan>();
  const used = new Set([root.spanId]);
  for (const event of events) {
    const key = event.span ?? '';
    if (event.kind === 'operation' && event.phase === 'start' && event.span) {
      const span = {
        ...emptySpan(traceId, uniqueId(event.span, used), event.operation, 3 as const),
        parentSpanId: root.spanId,
        startTimeUnixNano: nano(event),
        endTimeUnixNano: nano(last),
        attributes: [...attributesOf(event.fields), attribute('hilo.unfinished', true)],
      };
      open.set(key, span);
      spans.push(span);
    } else if (event.kind === 'operation' && open.has(key)) {
      const span = open.get(key) as OtlpSpan;
      span.endTimeUnixNano = nano(event);
      span.attributes = attributesOf(event.fields);
      if (event.phase === 'error') span.status = { code: 2, message: event.errorCode ?? 'error' };
      open.delete(key);
    } else {
      const target = open.get(key) ?? root;
      const { lane, text } = describeEvent(event);
      target.events.push({
        timeUnixNano: nano(event),
        name: event.kind,
        attributes: [attribute('hilo.lane', lane), attribute('hilo.text', text)],
      });
    }
  }
  return spans;
}

/**
 * Each below the operation that asked for it. What the server did by itself (`ws_close`), or for an operation that the
 * blob has lost, stands below the load: a viewer takes a span whose parent is nowhere for a hole in the trace.
 */
function serverSpans({ others, traceId }: Track, [load, ...operations]: readonly OtlpSpan[]): OtlpSpan[] {
  const asking = new Set(operations.map(({ spanId }) => spanId));
  return foldStarts(others).flatMap((line) => {
    if (line.kind !== 'server' || !traceId) return [];
    const parent = line.span !== null && asking.has(line.span) ? line.span : load?.spanId;
    const span: OtlpSpan = {
      ...emptySpan(traceId, spanIdOf(`${traceId} server ${line.seq}`), line.operation, 2),
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      startTimeUnixNano: nanos(line.wall - (line.durationMs ?? 0)),
      endTimeUnixNano: nanos(line.wall),
      attributes: attributesOf(line.fields),
    };
    if (line.phase === 'start') span.attributes.push(attribute('hilo.unfinished', true));
    if (line.errorCode) span.status = { code: 2, message: line.errorCode };
    return [span];
  });
}

function emptySpan<Kind extends 1 | 2 | 3>(traceId: string, spanId: string, name: string, kind: Kind) {
  const status: OtlpSpan['status'] = { code: 0 };
  const events: OtlpSpan['events'] = [];
  return { traceId, spanId, name, kind, events, status };
}

const fieldNames: Readonly<Record<keyof TenFields, string>> = {
  traceId: 'hilo.trace_id',
  companyId: 'hilo.company_id',
  widgetId: 'hilo.widget_id',
  deviceId: 'hilo.device_id',
  contactId: 'hilo.contact_id',
  conversationId: 'hilo.conversation_id',
  sessionId: 'hilo.session_id',
  status: 'hilo.status',
  lastMessageId: 'hilo.last_message_id',
  unreadCount: 'hilo.unread_count',
};

function attributesOf(fields: TenFields): OtlpAttribute[] {
  return Object.entries(fieldNames).flatMap(([name, key]) => {
    const value = fields[name as keyof TenFields];
    return value === null ? [] : [attribute(key, value)];
  });
}

function attribute(key: string, value: string | number | boolean): OtlpAttribute {
  if (typeof value === 'boolean') return { key, value: { boolValue: value } };
  if (typeof value === 'number') return { key, value: { intValue: `${value}` } };
  return { key, value: { stringValue: value } };
}

function nanos(ms: number): string {
  return `${BigInt(Math.round(withinCalendar(ms) * 1_000)) * 1_000n}`;
}

/** A span id of our own making: the same for the same text, never all zero. */
function spanIdOf(text: string): string {
  const hash = createSha256();
  hash.update(text);
  return hash.hex().slice(0, 16);
}

/** The id as recorded, unless it is no span id or was used before. */
function uniqueId(id: string, used: Set<string>): string {
  const isGood = /^(?!0{16})[0-9a-f]{16}$/.test(id) && !used.has(id);
  const unique = isGood ? id : spanIdOf(`${id} ${used.size}`);
  used.add(unique);
  return unique;
}
