import { z } from 'zod';

/** A request or a socket as the browser recorded it (HAR 1.2), as far as it is a witness: no header, no body, no secret. */
export interface BrowserRequest {
  kind: 'request' | 'socket';
  /** What it names itself by; null where it says of no load that it is its own. */
  trace: { traceId: string; span: string } | null;
  method: string;
  url: string;
  /** 0 where there was no answer. */
  status: number;
  /** Milliseconds since the Unix epoch, on the page's machine. */
  beganAtMs: number;
  durationMs: number;
}

const entry = z.object({
  startedDateTime: z.string().max(64),
  time: z.number(),
  request: z.object({
    method: z.string().max(20),
    url: z.string().max(8_000),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  response: z.object({ status: z.number() }),
  _resourceType: z.string().optional(),
});

const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** What a HAR entry says of a request; undefined where it is none, or one that the browser makes by itself. */
export function readHarEntry(value: unknown): BrowserRequest | undefined {
  const parsed = entry.safeParse(value);
  if (!parsed.success || !URL.canParse(parsed.data.request.url)) return undefined;
  const { request, response, startedDateTime, time, _resourceType: type } = parsed.data;
  const url = new URL(request.url);
  const header = request.headers.find(({ name }) => name.toLowerCase() === 'traceparent')?.value;
  const [, traceId, span] = traceparent.exec(header ?? url.searchParams.get('traceparent') ?? '') ?? [];
  const beganAtMs = Date.parse(startedDateTime);
  // The question whether another site may be asked is nobody's request.
  if (type === 'preflight' || request.method === 'OPTIONS' || !Number.isFinite(beganAtMs)) return undefined;
  return {
    kind: type === 'websocket' || url.protocol.startsWith('ws') ? 'socket' : 'request',
    trace: traceId && span ? { traceId, span } : null,
    method: request.method,
    url: url.href,
    status: Math.max(0, Math.trunc(response.status) || 0),
    beganAtMs,
    durationMs: Math.max(0, time || 0),
  };
}

/** The same for one that is told again: of a socket while it is open, and once more when it has closed. */
export function keyOf({ trace, method, url, beganAtMs }: BrowserRequest): string {
  return `${trace?.span} ${method} ${url} ${beganAtMs}`;
}
