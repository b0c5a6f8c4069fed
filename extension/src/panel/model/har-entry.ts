import { z } from 'zod';

/** A request as the browser recorded it (HAR 1.2), as far as it is a witness: no header, no body, no secret. */
export interface BrowserRequest {
  traceId: string;
  span: string;
  method: string;
  /** Path and query. */
  path: string;
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
});

const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** What a HAR entry says of a widget's request; undefined where it belongs to no trace, or is none. */
export function readHarEntry(value: unknown): BrowserRequest | undefined {
  const parsed = entry.safeParse(value);
  if (!parsed.success || !URL.canParse(parsed.data.request.url)) return undefined;
  const { request, response, startedDateTime, time } = parsed.data;
  const url = new URL(request.url);
  const header = request.headers.find(({ name }) => name.toLowerCase() === 'traceparent')?.value;
  const match = traceparent.exec(header ?? url.searchParams.get('traceparent') ?? '');
  const beganAtMs = Date.parse(startedDateTime);
  if (!match?.[1] || !match[2] || !Number.isFinite(beganAtMs)) return undefined;
  return {
    traceId: match[1],
    span: match[2],
    method: request.method,
    path: url.pathname + url.search,
    status: Math.max(0, Math.trunc(response.status) || 0),
    beganAtMs,
    durationMs: Math.max(0, time || 0),
  };
}
