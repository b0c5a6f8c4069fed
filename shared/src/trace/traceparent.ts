/** One operation's place in a trace: 32 and 16 lower-case hex digits, neither all zero (W3C Trace Context, level 1). */
export interface SpanContext {
  traceId: string;
  spanId: string;
}

const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** `traceparent` header value of a span, sampled. */
export function formatTraceparent({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

/** The span a `traceparent` names, or undefined where it is missing or malformed (then the receiver starts its own). */
export function parseTraceparent(value: string | null | undefined): SpanContext | undefined {
  const match = pattern.exec(value ?? '');
  if (!match) return undefined;
  const [, traceId, spanId] = match as unknown as [string, string, string];
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId };
}
