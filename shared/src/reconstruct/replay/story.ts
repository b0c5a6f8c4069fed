import { asObject } from '../../invariants/rows.ts';
import { eventsOf } from '../../trace/blob-read.ts';
import type { Blob } from '../../trace/blob-schema.ts';
import type { TraceEvent, TraceEventOf } from '../../trace/events.ts';
import { aboutOf } from './about-story.ts';
import { type BrokenPromise, brokenOf, type JudgedPromise } from './broken-promises.ts';
import { type Control, findControl } from './controls.ts';
import { isInput, isOwn, isSelfTold } from './inputs.ts';

/** One load as a browser test tells it: what comes from outside, in order, and what must be seen. */
export interface Story {
  title: string;
  /** What the file says of itself, line by line. */
  about: string[];
  /** Promises that this load breaks, and that a widget can keep: each is a test of its own. */
  broken: BrokenPromise[];
  widgetId: string;
  boot: Record<string, unknown>;
  /** Path below which the backend was. */
  base: string;
  language: string;
  locale: string;
  timeZone: string | null;
  viewport: { width: number; height: number };
  visible: boolean;
  online: boolean;
  /** Milliseconds since the epoch at the load, and when the screen was looked at. */
  startMs: number;
  endMs: number;
  /** Recorded fractions for waiting times, in order. */
  fractions: number[];
  storage: Record<string, string>;
  /** There was no storage to be had. */
  isDenied: boolean;
  /** After how many events a write found no room. */
  failed: number[];
  steps: StoryStep[];
  requests: StoryRequest[];
  /** What must be told again, and what was drawn by chance, as far as a test compares it. */
  events: object[];
  /** How many events there are in all; and when each came that the widget made by itself, for others are steps. */
  told: number;
  times: (number | null)[];
  screen: string | null;
}

/** `at`: milliseconds since the load. `after`: how many events come before. Sockets are counted from 0. */
export type StoryStep = { at: number; after: number } & (
  | ({ do: 'act'; action: string; text: string; inView: boolean } & Control)
  | { do: 'answer'; request: StoryRequest; status: number; headers: Record<string, string>; body: unknown }
  | { do: 'fail'; request: StoryRequest; reason: string }
  | { do: 'open' | 'break'; socket: number }
  | { do: 'hear'; socket: number; data: unknown }
  | { do: 'close'; socket: number; code: number; reason: string; wasClean: boolean }
  | { do: 'store'; key: string; value: string | null; isTold: boolean }
  | { do: 'page'; what: string; wall: number; sightNext: boolean | null }
  | { do: 'ring' | 'lock'; name: string }
  | { do: 'call'; method: string; args: unknown[] }
);

export interface StoryRequest {
  method: string;
  path: string;
  query: string;
  body: unknown;
}

/**
 * What a test of this blob has to tell; or a sentence why there is none. Of the last load, from its start. `verdicts`:
 * what is said of every promise, by whoever judges the blob.
 */
export function storyOf(
  blob: Blob,
  verdicts: readonly JudgedPromise[] = [],
): { ok: true; story: Story } | { ok: false; sentence: string } {
  const load = blob.loads.at(-1);
  const events = load ? eventsOf(load).filter(isOwn) : [];
  const [first] = events;
  const widgetId = events.find((event) => event.fields.widgetId !== null)?.fields.widgetId;
  if (!load?.complete || first?.kind !== 'load' || !widgetId) {
    return { ok: false, sentence: 'unable to write a test; the beginning of the load was cut' };
  }
  const { environment } = blob;
  const found = brokenOf(eventsOf(load), load.traceId, verdicts);
  const story: Story = {
    title: `the load ${load.traceId ?? ''} goes as it was recorded`,
    about: aboutOf(blob, first.build, found),
    broken: found.ours,
    widgetId,
    boot: bootOf(events, first.persistent),
    base: baseOf(events),
    language: environment.locale,
    locale: environment.language || first.language,
    timeZone: environment.timeZone,
    viewport: environment.viewport,
    visible: first.visible,
    online: first.online,
    startMs: first.wall,
    endMs: Math.max(blob.madeAt, events.at(-1)?.wall ?? 0),
    fractions: events.flatMap(fractionOf),
    storage: storageOf(load.storage ?? readAtStart(events)),
    isDenied: events.some((event) => event.kind === 'page' && event.what === 'storage_denied'),
    failed: events.flatMap((event, at) => (event.kind === 'storage' && event.op === 'failed' ? [at] : [])),
    ...stepsOf(events),
    events: events.flatMap(comparedOf),
    told: events.length,
    times: events.map((event) => (isInput(event) && !isSelfTold(event) ? null : event.t)),
    screen: blob.screen,
  };
  return { ok: true, story };
}

/** The path under which the server was, for a backend may be below one. */
function baseOf(events: readonly TraceEvent[]): string {
  const asked = events.find((event) => event.kind === 'request');
  return /^(\/(?:[\w.~-]+\/)*?)v1\/widgets\//.exec(asked?.path ?? '')?.[1] ?? '/';
}

/** What a test reads of an event: the rest of it would only make the file long. */
function comparedOf(event: TraceEvent): object[] {
  const { kind, t } = event;
  switch (event.kind) {
    case 'random':
      return [{ kind, t, purpose: event.purpose, value: event.value }];
    case 'request':
      return [{ kind, t, method: event.method, path: event.path, body: event.body }];
    case 'frame':
      return event.direction === 'out' ? [{ kind, t, direction: event.direction, data: event.data }] : [];
    case 'storage': {
      const { op, key, value, cause } = event;
      return cause === 'widget' && op !== 'read' ? [{ kind, t, op, key, value, cause }] : [];
    }
    case 'transition':
      return [{ kind, t, from: event.from, to: event.to, event: event.event }];
    case 'operation': {
      const { operation, phase, errorCode, fields } = event;
      const { status, unreadCount } = fields;
      return [{ kind, t, operation, phase, errorCode, fields: { status, unreadCount } }];
    }
    case 'unread':
      return [{ kind, t, total: event.total, conversations: event.conversations, source: event.source }];
    case 'screen': {
      const { conversationId, runs, pending, connection, badge } = event;
      return [{ kind, t, conversationId, runs, pending, connection, badge }];
    }
    default:
      return [];
  }
}

function bootOf(events: readonly TraceEvent[], persistent: boolean): Record<string, unknown> {
  const call = events.find((event) => event.kind === 'api' && event.method === 'boot');
  const [given] = call?.kind === 'api' && Array.isArray(call.args) ? (call.args as unknown[]) : [];
  return { ...(persistent ? {} : { consent: 'required' }), ...(given as object | undefined) };
}

function fractionOf(event: TraceEvent): number[] {
  return event.kind === 'random' && /^[01](?:\.\d+)?$/.test(event.value) ? [Number(event.value)] : [];
}

interface Entry {
  key: string;
  value: unknown;
}

function readAtStart(events: readonly TraceEvent[]): Entry[] {
  const asked = events.findIndex((event) => event.kind === 'request');
  return events
    .slice(0, asked < 0 ? undefined : asked)
    .filter((event) => event.kind === 'storage' && event.op === 'read') as Entry[];
}

function storageOf(entries: readonly Entry[]): Record<string, string> {
  return Object.fromEntries(
    entries
      .filter(({ key, value }) => key !== 'foreign' && value !== null)
      .map(({ key, value }) => [key, textOf(value)]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stepsOf(events: readonly TraceEvent[]): Pick<Story, 'steps' | 'requests'> {
  const requests = new Map<number, StoryRequest>();
  const sockets = new Map<number, number>();
  const steps: StoryStep[] = [];
  for (const [after, event] of events.entries()) {
    if (event.kind === 'request') requests.set(event.requestId, requestOf(event));
    else if (event.kind === 'socket' && event.phase === 'connecting')
      sockets.set(event.socketId, sockets.size);
    else {
      const step = stepOf(event, requests, sockets, sightAfter(events, after));
      if (step) steps.push({ at: event.t, after, ...step } as StoryStep);
    }
  }
  return { steps, requests: [...requests.values()] };
}

function requestOf({ method, path, body }: TraceEventOf<'request'>): StoryRequest {
  const [plain = '', query] = path.split('?');
  return { method, path: plain, query: query === undefined ? '' : `?${query}`, body };
}

/** A page that comes back says so before it says whether it is in sight: it is asked that meanwhile. */
function sightAfter(events: readonly TraceEvent[], at: number): boolean | null {
  for (const event of events.slice(at + 1, at + 4))
    if (event.kind === 'page' && (event.what === 'visible' || event.what === 'hidden'))
      return event.what === 'visible';
  return null;
}

function stepOf(
  event: TraceEvent,
  requests: ReadonlyMap<number, StoryRequest>,
  sockets: ReadonlyMap<number, number>,
  sightNext: boolean | null,
): object | undefined {
  switch (event.kind) {
    case 'action':
      return actOf(event.action);
    case 'response': {
      const { status, headers, body } = event;
      return { do: 'answer', request: requests.get(event.requestId), status, headers, body };
    }
    case 'request_failed':
      return { do: 'fail', request: requests.get(event.requestId), reason: event.reason };
    case 'socket':
      return socketStepOf(event, sockets.get(event.socketId));
    case 'frame':
      return event.direction === 'in'
        ? { do: 'hear', socket: sockets.get(event.socketId), data: event.data }
        : undefined;
    case 'storage': {
      const { key, value, cause } = event;
      const isTold = cause === 'other_tab';
      return cause === 'widget'
        ? undefined
        : { do: 'store', key, value: value === null ? null : textOf(value), isTold };
    }
    case 'page':
      return event.what === 'storage_denied'
        ? undefined
        : { do: 'page', what: event.what, wall: event.wall, sightNext };
    case 'timer':
      return event.phase === 'fired' ? { do: 'ring', name: event.name } : undefined;
    case 'lock':
      return event.phase === 'granted' ? { do: 'lock', name: event.name } : undefined;
    case 'api':
      return callOf(event);
    default:
      return undefined;
  }
}

function socketStepOf(
  { phase, code, reason, wasClean }: TraceEventOf<'socket'>,
  socket: number | undefined,
): object | undefined {
  if (phase === 'open') return { do: 'open', socket };
  if (phase === 'error') return { do: 'break', socket };
  return phase === 'closed'
    ? { do: 'close', socket, code: code ?? 1006, reason: reason ?? '', wasClean: wasClean ?? false }
    : undefined;
}

function callOf({ method, args }: TraceEventOf<'api'>): object | undefined {
  if (method === 'boot') return undefined;
  const given = Array.isArray(args) ? args : args === null || args === undefined ? [] : [args];
  // Without a word of what is wanted it would open a dialog, and a blob leaves that word out.
  return { do: 'call', method, args: method === 'debug' && given.length === 0 ? ['state'] : given };
}

function actOf(told: unknown): object | undefined {
  const action = asObject<{ type?: unknown; text?: unknown; visible?: unknown }>(told);
  const control = findControl(action);
  if (!action || !control) return undefined;
  const text = typeof action.text === 'string' ? action.text : '';
  return { do: 'act', action: action.type, text, inView: action.visible === true, ...control };
}
