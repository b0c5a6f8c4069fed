import { captureLimits } from './limits.ts';
import { parse } from './natives.ts';

/** A text as an event holds it: parsed where it is JSON, else as it is; cut where it is long, and marked as that. */
export function describeText(text: string): unknown {
  const max = captureLimits.textCharsMax;
  if (text.length > max) return { cut: text.length - max, text: text.slice(0, max) };
  try {
    return parse(text);
  } catch {
    return { text };
  }
}

/** What a page hands over to be sent, as it is at that moment. What is not text is told by its size, where it says that. */
export interface Held {
  bytes: number;
  /** As an event holds it. */
  describe(): unknown;
}

export function holdData(data: unknown): Held {
  if (typeof data === 'string') return { bytes: data.length, describe: () => describeText(data) };
  if (data === null || data === undefined) return { bytes: 0, describe: () => null };
  const { byteLength, size } = Object(data) as { byteLength?: number; size?: number };
  const bytes = byteLength ?? size ?? 0;
  return { bytes, describe: () => ({ binary: bytes }) };
}

const pattern = /\b00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}\b/;

export interface Origin {
  traceId: string | null;
  span: string | null;
}

/** The trace and span that a header, an address or a frame names. */
export function findOrigin(text: unknown): Origin {
  const [, traceId = null, span = null] = (typeof text === 'string' && pattern.exec(text)) || [];
  return { traceId, span };
}

/** Of a frame: its own, not one of something that it carries. */
export function originOfFrame(data: unknown): Origin {
  return findOrigin((data as { traceparent?: unknown } | null)?.traceparent);
}
