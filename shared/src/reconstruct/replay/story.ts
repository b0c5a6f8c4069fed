import { asObject } from '../../invariants/rows.ts';
import { eventsOf } from '../../trace/blob-read.ts';
import type { Blob } from '../../trace/blob-schema.ts';
import type { TraceEvent, TraceEventOf } from '../../trace/events.ts';
import { type Control, findControl } from './controls.ts';

/** One load as a browser test tells it: what comes from outside, in order, and what must be seen. */
export interface Story {
  title: string;
  widgetId: string;
  boot: Record<string, unknown>;
  language: string;
  locale: string;
  timeZone: string | null;
  viewport: { width: number; height: number };
  /** Milliseconds since the epoch at the load, and when the screen was looked at. */
  startMs: number;
  endMs: number;
  /** Recorded fractions for waiting times, in order. */
  fractions: number[];
  storage: Record<string, string>;
  steps: StoryStep[];
  /** Each as `from → to (event)`. */
  states: string[];
  screen: string | null;
}

/** `at`: milliseconds since the load. Requests and sockets are counted from 0 in the order in which they are made. */
export type StoryStep = { at: number } & (
  | ({ do: 'act'; action: string; text: string; inView: boolean } & Control)
  | { do: 'answer'; request: StoryRequest; status: number; headers: Record<string, string>; body: unknown }
  | { do: 'fail'; request: StoryRequest }
  | { do: 'open'; socket: number }
  | { do: 'hear'; socket: number; data: unknown }
  | { do: 'close'; socket: number; code: number; reason: string }
  | { do: 'store'; key: string; value: string | null }
  | { do: 'page'; what: string }
  | { do: 'call'; method: string; args: unknown[] }
);

export interface StoryRequest {
  method: string;
  /** Without its query. */
  path: string;
  /** How many of this method and path came before. */
  nth: number;
  body: unknown;
}

/** What a test of this blob has to tell; or a sentence why there is none. Of the last load, from its start. */
export function storyOf(blob: Blob): { ok: true; story: Story } | { ok: false; sentence: string } {
  const load = blob.loads.at(-1);
  const events = load ? eventsOf(load).filter((event) => event.witness === 'widget') : [];
  const [first] = events;
  const widgetId = events.find((event) => event.fields.widgetId !== null)?.fields.widgetId;
  if (!load?.complete || first?.kind !== 'load' || !widgetId) {
    return { ok: false, sentence: 'unable to write a test; the beginning of the load was cut' };
  }
  const { environment } = blob;
  const story: Story = {
    title: `the load ${load.traceId ?? ''} goes as it was recorded`,
    widgetId,
    boot: bootOf(events, first.persistent),
    language: environment.locale,
    locale: environment.language || first.language,
    timeZone: environment.timeZone,
    viewport: environment.viewport,
    startMs: first.wall,
    endMs: Math.max(blob.madeAt, events.at(-1)?.wall ?? 0),
    fractions: events.flatMap(fractionOf),
    storage: storageOf(load.storage ?? readAtStart(events)),
    steps: stepsOf(events),
    states: events.flatMap((one) =>
      one.kind === 'transition' ? `${one.from} → ${one.to} (${one.event})` : [],
    ),
    screen: blob.screen,
  };
  return { ok: true, story };
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

function stepsOf(events: readonly TraceEvent[]): StoryStep[] {
  const requests = new Map<number, StoryRequest>();
  const met = new Map<string, number>();
  const sockets = new Map<number, number>();
  const steps: StoryStep[] = [];
  for (const event of events) {
    if (event.kind === 'request') requests.set(event.requestId, countRequest(event, met));
    else if (event.kind === 'socket' && event.phase === 'connecting')
      sockets.set(event.socketId, sockets.size);
    else {
      const step = stepOf(event, requests, sockets);
      if (step) steps.push({ at: event.t, ...step } as StoryStep);
    }
  }
  return steps;
}

function countRequest(
  { method, path, body }: TraceEventOf<'request'>,
  met: Map<string, number>,
): StoryRequest {
  const [plain = ''] = path.split('?');
  const name = `${method} ${plain}`;
  const nth = met.get(name) ?? 0;
  met.set(name, nth + 1);
  return { method, path: plain, nth, body };
}

function stepOf(
  event: TraceEvent,
  requests: ReadonlyMap<number, StoryRequest>,
  sockets: ReadonlyMap<number, number>,
): object | undefined {
  switch (event.kind) {
    case 'action':
      return actOf(event.action);
    case 'response': {
      const { status, headers, body } = event;
      return { do: 'answer', request: requests.get(event.requestId), status, headers, body };
    }
    case 'request_failed':
      return { do: 'fail', request: requests.get(event.requestId) };
    case 'socket': {
      const socket = sockets.get(event.socketId);
      if (event.phase === 'open') return { do: 'open', socket };
      const { code, reason } = event;
      return event.phase === 'closed'
        ? { do: 'close', socket, code: code ?? 1006, reason: reason ?? '' }
        : undefined;
    }
    case 'frame':
      return event.direction === 'in'
        ? { do: 'hear', socket: sockets.get(event.socketId), data: event.data }
        : undefined;
    case 'storage': {
      const { key, value, cause } = event;
      return cause === 'other_tab'
        ? { do: 'store', key, value: value === null ? null : textOf(value) }
        : undefined;
    }
    case 'page':
      return event.what === 'active' ? undefined : { do: 'page', what: event.what };
    case 'api': {
      const args = Array.isArray(event.args) ? event.args : [];
      return event.method === 'boot' ? undefined : { do: 'call', method: event.method, args };
    }
    default:
      return undefined;
  }
}

function actOf(told: unknown): object | undefined {
  const action = asObject<{ type?: unknown; text?: unknown; visible?: unknown }>(told);
  const control = findControl(action);
  // Where the end of the thread is in view follows from the size of the window, which is the same.
  if (!action || !control || control.how === 'scroll') return undefined;
  const text = typeof action.text === 'string' ? action.text : '';
  return { do: 'act', action: action.type, text, inView: action.visible === true, ...control };
}
