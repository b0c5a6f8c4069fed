/** One operation's place in a trace: 32 and 16 lower-case hex digits, neither all zero (W3C Trace Context, level 1). */
export interface SpanContext {
  traceId: string;
  spanId: string;
}

const pattern = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** `traceparent` header value of a span, sampled. */
export function formatTraceparent({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

/**
 * The span a `traceparent` names, or undefined where it is missing or malformed (then the receiver starts its own).
 * Of a version that is not known yet, the first four fields are read, as the recommendation asks (section 4.3).
 */
export function parseTraceparent(value: string | null | undefined): SpanContext | undefined {
  const match = pattern.exec(value ?? '');
  if (!match) return undefined;
  const [, version, traceId, spanId, rest] = match as unknown as [string, string, string, string, string?];
  if (version === '00' && rest !== undefined) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId };
}
