import type { TraceEventOf } from '../trace/events.ts';
import { isoTime } from './plain-text.ts';

interface Pair {
  name: string;
  value: string;
}

export interface HarEntry {
  pageref: string;
  startedDateTime: string;
  /** Milliseconds. */
  time: number;
  request: {
    method: string;
    url: string;
    httpVersion: string;
    cookies: never[];
    headers: Pair[];
    queryString: Pair[];
    postData?: { mimeType: string; text: string };
    headersSize: number;
    bodySize: number;
  };
  response: {
    status: number;
    statusText: string;
    httpVersion: string;
    cookies: never[];
    headers: Pair[];
    content: { size: number; mimeType: string; text?: string };
    redirectURL: string;
    headersSize: number;
    bodySize: number;
    _error?: string;
  };
  cache: Record<string, never>;
  timings: { send: number; wait: number; receive: number };
  _resourceType: 'fetch' | 'websocket';
  /** As Chrome: seconds since the epoch, opcode 1 for text. */
  _webSocketMessages?: { type: 'send' | 'receive'; time: number; opcode: number; data: string }[];
}

/** What all entries of one load share. */
export interface HarContext {
  /** Wall time at which the load began. */
  begin: number;
  page: string;
  origin: string;
}

const unknown = -1;

export function httpEntry(
  request: TraceEventOf<'request'>,
  answer: TraceEventOf<'response'> | TraceEventOf<'request_failed'> | undefined,
  { begin, page, origin }: HarContext,
): HarEntry {
  const body = request.body === null ? undefined : JSON.stringify(request.body);
  const durationMs = answer?.durationMs ?? 0;
  return {
    pageref: page,
    startedDateTime: isoTime(begin + request.t),
    time: durationMs,
    request: {
      ...requestLine(request.method, `${origin}${request.path}`),
      headers: pairs(request.headers),
      ...(body === undefined ? {} : { postData: { mimeType: 'application/json', text: body } }),
      bodySize: body === undefined ? 0 : bytesOf(body),
    },
    response: answer?.kind === 'response' ? responseOf(answer) : noResponse(answer?.reason ?? 'unanswered'),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    _resourceType: 'fetch',
  };
}

export function socketEntry(
  { events, frames }: { events: TraceEventOf<'socket'>[]; frames: TraceEventOf<'frame'>[] },
  { begin, page, origin }: HarContext,
): HarEntry {
  const first = events[0] ?? frames[0];
  const last = frames.at(-1)?.t ?? 0;
  const from = first?.t ?? 0;
  const opened = events.some((event) => event.phase === 'open') || frames.length > 0;
  const path = events[0]?.path ?? '/ws';
  const time = Math.max(0, Math.max(last, events.at(-1)?.t ?? 0) - from);
  return {
    pageref: page,
    startedDateTime: isoTime(begin + from),
    time,
    request: { ...requestLine('GET', `${origin.replace(/^http/, 'ws')}${path}`), headers: [], bodySize: 0 },
    response: opened
      ? { ...noResponse(''), status: 101, statusText: 'Switching Protocols', _error: undefined }
      : noResponse('not opened'),
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    _resourceType: 'websocket',
    _webSocketMessages: frames.map((frame) => ({
      type: frame.direction === 'out' ? 'send' : 'receive',
      time: (begin + frame.t) / 1_000,
      opcode: 1,
      data: JSON.stringify(frame.data),
    })),
  };
}

function requestLine(method: string, url: string) {
  const query = url.split('?')[1] ?? '';
  // As URLs have it, what stands between two & may be nothing.
  const queryString = query.split('&').filter(Boolean).map(pairOf);
  return { method, url, httpVersion: 'HTTP/1.1', cookies: [], queryString, headersSize: unknown };
}

function responseOf(answer: TraceEventOf<'response'>): HarEntry['response'] {
  const text = answer.body === null || answer.body === undefined ? '' : JSON.stringify(answer.body);
  const size = bytesOf(text);
  return {
    ...noResponse(''),
    status: answer.status,
    headers: pairs(answer.headers),
    content: { size, mimeType: answer.headers['content-type'] ?? 'application/json', text },
    bodySize: size,
    _error: undefined,
  };
}

function noResponse(error: string): HarEntry['response'] {
  return {
    status: 0,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: 'x-unknown' },
    redirectURL: '',
    headersSize: unknown,
    bodySize: unknown,
    _error: error,
  };
}

function pairs(headers: Readonly<Record<string, string>>): Pair[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function pairOf(text: string): Pair {
  const [name = '', ...rest] = text.split('=');
  return { name, value: rest.join('=') };
}

/** Of text as UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
