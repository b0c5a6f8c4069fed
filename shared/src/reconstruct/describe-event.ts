import { asObject } from '../invariants/rows.ts';
import type { TraceEvent, TraceEventOf } from '../trace/events.ts';
import { describeAction, describeFrame, describeRequest, describeRows } from './describe-values.ts';
import { duration, oneLine, quoted, shortId } from './plain-text.ts';

export type Lane = 'person' | 'widget' | 'http' | 'ws' | 'storage' | 'server' | 'page';

export interface Description {
  lane: Lane;
  text: string;
  /** `detail`: only who looks closely wants it. `bad`: something failed. */
  weight: 'detail' | 'normal' | 'bad';
}

/** What an event says to a person, in one line without control characters. */
export function describeEvent(event: TraceEvent): Description {
  const { lane, text, weight = 'normal' } = describe(event);
  return { lane, text: oneLine(text), weight };
}

/** Whether a frame says no more than that the socket lives. */
export function isHeartbeat({ data }: TraceEventOf<'frame'>): boolean {
  const type = asObject<{ type?: unknown }>(data)?.type;
  return type === 'ping' || type === 'pong';
}

type Loose = Omit<Description, 'weight'> & { weight?: Description['weight'] };

function describe(event: TraceEvent): Loose {
  switch (event.kind) {
    case 'load':
      return { lane: 'page', text: `loads ${event.url} (${event.navigation}), build ${event.build}` };
    case 'api':
      return { lane: 'page', text: `the page calls Hilo('${event.method}')` };
    case 'action':
      return { lane: 'person', text: describeAction(event) };
    case 'operation':
      return describeOperation(event);
    case 'request':
      return { lane: 'http', text: `→ ${event.requestId} ${describeRequest(event)}` };
    case 'response':
      return describeResponse(event);
    case 'request_failed':
      return {
        lane: 'http',
        text: `✗ ${event.requestId} ${event.reason} after ${duration(event.durationMs)}`,
        weight: 'bad',
      };
    case 'socket':
      return describeSocket(event);
    case 'frame': {
      const text = `${event.direction === 'out' ? '→' : '←'} ${describeFrame(event)}`;
      return { lane: 'ws', text, weight: isHeartbeat(event) ? 'detail' : 'normal' };
    }
    case 'storage': {
      const who = event.cause === 'widget' ? '' : ` (${event.cause.replaceAll('_', ' ')})`;
      return {
        lane: 'storage',
        text: `${event.op} ${event.key}${who}`,
        weight: event.op === 'failed' ? 'bad' : 'detail',
      };
    }
    case 'transition':
      return { lane: 'widget', text: `${event.from} → ${event.to} (${event.event.replaceAll('_', ' ')})` };
    case 'page':
      return {
        lane: 'page',
        text: event.what.replaceAll('_', ' '),
        weight: event.what === 'storage_denied' ? 'bad' : 'normal',
      };
    case 'identity':
      return {
        lane: 'widget',
        text: `contact ${shortId(event.from)} → ${shortId(event.to)} (${event.cause.replaceAll('_', ' ')})`,
      };
    case 'unread':
      return { lane: 'widget', text: `badge ${event.total}, from the ${event.source}`, weight: 'detail' };
    case 'screen':
      return { lane: 'widget', text: describeScreen(event), weight: 'detail' };
    case 'random':
      return {
        lane: 'widget',
        text: `draws ${event.purpose.replaceAll('_', ' ')} ${shortId(event.value)}`,
        weight: 'detail',
      };
    case 'timer':
    case 'lock':
      return { lane: 'widget', text: `${event.kind} ${event.name} ${event.phase}`, weight: 'detail' };
    case 'fault':
      return { lane: 'page', text: `fault ${event.fault} ${event.phase}`, weight: 'bad' };
    case 'error':
      return {
        lane: 'widget',
        text: `error in ${event.where}: ${quoted(event.message, 160)}`,
        weight: 'bad',
      };
    case 'dropped':
      return { lane: 'widget', text: `${event.count} events were not kept: ${event.reason}`, weight: 'bad' };
    case 'server':
      if (event.phase === 'start') {
        return { lane: 'server', text: `${event.operation} begins`, weight: 'detail' };
      }
      return {
        lane: 'server',
        text: `${event.operation} ${event.outcome}${event.errorCode ? ` (${event.errorCode})` : ''}${took(event.durationMs)}`,
        weight: event.outcome === 'failed' ? 'bad' : 'normal',
      };
  }
}

function describeOperation(event: Extract<TraceEvent, { kind: 'operation' }>): Loose {
  const name = event.operation.replaceAll('_', ' ');
  if (event.phase === 'error') {
    return {
      lane: 'widget',
      text: `${name} failed (${event.errorCode})${took(event.durationMs)}`,
      weight: 'bad',
    };
  }
  return { lane: 'widget', text: `${name} ${event.phase}${took(event.durationMs)}`, weight: 'detail' };
}

function describeResponse(event: Extract<TraceEvent, { kind: 'response' }>): Loose {
  const body = event.body as { code?: unknown } | null;
  const code = event.status >= 400 && typeof body?.code === 'string' ? ` ${body.code}` : '';
  const rows = describeRows(event);
  return {
    lane: 'http',
    text: `← ${event.requestId} ${event.status}${code} in ${duration(event.durationMs)}${rows ? ` · ${rows}` : ''}`,
    weight: event.status >= 400 ? 'bad' : 'normal',
  };
}

function describeSocket(event: Extract<TraceEvent, { kind: 'socket' }>): Loose {
  const again = event.reconnect && event.phase === 'connecting' ? ' again' : '';
  const code = event.code === null ? '' : ` ${event.code}${event.reason ? ` ${event.reason}` : ''}`;
  const isLoss = event.phase === 'error' || (event.phase === 'closed' && event.wasClean === false);
  return { lane: 'ws', text: `socket ${event.phase}${again}${code}`, weight: isLoss ? 'bad' : 'normal' };
}

function describeScreen(event: Extract<TraceEvent, { kind: 'screen' }>): string {
  const runs = event.runs
    .map(([first, last]) => (first === last ? `#${first}` : `#${first}–${last}`))
    .join(', ');
  const pending = event.pending.map((row) => row.status).join(', ');
  const thread = event.conversationId
    ? `thread ${shortId(event.conversationId)} ${runs || 'empty'}`
    : 'no thread';
  return `screen: ${thread}${pending ? ` + ${pending}` : ''}, badge ${event.badge}, ${event.connection}`;
}

function took(durationMs: number | null): string {
  return durationMs === null ? '' : ` in ${duration(durationMs)}`;
}
