import { asObject } from '@hilo/shared/invariants/rows.ts';
import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { Load } from './session.ts';

/** What an event carries: everything but the envelope. */
export function contentOf(event: TraceEvent): Record<string, unknown> {
  const { witness: _w, seq: _s, t: _t, wall: _wall, span: _span, fields: _f, kind: _k, ...content } = event;
  return content;
}

/** The event before it that tells of the same thing: the same key, the same path, the same frame. */
export function findPrevious(load: Load, event: TraceEvent): TraceEvent | undefined {
  const same = sameThing(load, event);
  const events = load.byKind.get(event.kind) ?? [];
  for (let i = events.indexOf(event) - 1; i >= 0; i--) {
    const other = events[i] as TraceEvent;
    if (other.witness === event.witness && same(other)) return other;
  }
  return undefined;
}

/** The value in which two events that tell of the same thing can differ. */
export function payloadOf(event: TraceEvent): unknown {
  switch (event.kind) {
    case 'storage':
      return event.value;
    case 'request':
    case 'response':
      return event.body;
    case 'frame':
      return event.data;
    default:
      return contentOf(event);
  }
}

function sameThing(load: Load, event: TraceEvent): (other: TraceEvent) => boolean {
  switch (event.kind) {
    case 'storage':
      return (other) => other.kind === 'storage' && other.key === event.key && other.op !== 'failed';
    case 'request':
      return (other) => other.kind === 'request' && routeOf(other) === routeOf(event);
    case 'response': {
      const asked = requestOf(load, event);
      const route = asked && routeOf(asked);
      return (other) => {
        const before = other.kind === 'response' ? requestOf(load, other) : undefined;
        return before !== undefined && routeOf(before) === route;
      };
    }
    case 'frame':
      return (other) =>
        other.kind === 'frame' && other.direction === event.direction && typeOf(other) === typeOf(event);
    case 'screen':
    case 'unread':
    case 'transition':
    case 'identity':
      return () => true;
    case 'operation':
      return (other) =>
        other.kind === 'operation' && other.operation === event.operation && other.phase === event.phase;
    default:
      return () => false;
  }
}

/** The request that an answer is to. */
export function requestOf(load: Load, event: TraceEvent): TraceEventOf<'request'> | undefined {
  if (event.kind !== 'response' && event.kind !== 'request_failed') return undefined;
  const requests = (load.byKind.get('request') ?? []) as readonly TraceEventOf<'request'>[];
  return requests.findLast(
    (one) => one.requestId === event.requestId && one.witness === event.witness && one.t <= event.t,
  );
}

const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Method and path without the ids in it and the query. */
function routeOf({ method, path }: TraceEventOf<'request'>): string {
  return `${method} ${path.split('?')[0]?.replaceAll(ids, ':id')}`;
}

function typeOf(event: TraceEventOf<'frame'>): unknown {
  return asObject<{ type?: unknown }>(event.data)?.type;
}

/** All that belongs to the same operation, the server's lines among them. */
export function spanEvents(load: Load, event: TraceEvent): readonly TraceEvent[] {
  if (event.span === null) return [];
  return load.events.filter((one) => one.span === event.span);
}
