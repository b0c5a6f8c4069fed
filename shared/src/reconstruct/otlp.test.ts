import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aChat, blobOf } from '../../testing/trace-blob.ts';
import { openTab } from '../../testing/trace-builder.ts';
import { formatOtlp } from './otlp.ts';

const attribute = z.strictObject({
  key: z.string().min(1),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ boolValue: z.boolean() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
    z.strictObject({ doubleValue: z.number() }),
  ]),
});
const nanos = z.string().regex(/^[1-9]\d{18}$/);
const spanId = z.string().regex(/^(?!0{16})[0-9a-f]{16}$/);

/** ExportTraceServiceRequest in OTLP's JSON form: ids in hex, 64-bit integers as strings, enums as numbers. */
const request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          spans: z.array(
            z.strictObject({
              traceId: z.string().regex(/^(?!0{32})[0-9a-f]{32}$/),
              spanId,
              parentSpanId: spanId.optional(),
              name: z.string().min(1),
              kind: z.int().min(1).max(5),
              startTimeUnixNano: nanos,
              endTimeUnixNano: nanos,
              attributes: z.array(attribute),
              events: z.array(
                z.strictObject({ timeUnixNano: nanos, name: z.string(), attributes: z.array(attribute) }),
              ),
              status: z.strictObject({ code: z.int().min(0).max(2), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

describe('[R1.4] OTLP', () => {
  const chat = aChat();
  const otlp = formatOtlp(blobOf(chat));
  const spans = otlp.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans));

  it('is an ExportTraceServiceRequest', () => {
    expect(request.parse(JSON.parse(JSON.stringify(otlp)))).toEqual(otlp);
  });

  it('has one tree per load: operations below the load, the server’s part below its operation', () => {
    expect(new Set(spans.map((span) => span.spanId)).size).toBe(spans.length);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const roots = spans.filter((span) => span.parentSpanId === undefined);
    expect(roots.map((span) => span.name)).toEqual(['load', 'load']);
    for (const span of spans) {
      const parent = byId.get(span.parentSpanId ?? '');
      if (span.parentSpanId) expect(parent?.traceId).toBe(span.traceId);
      expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
    }
    const sent = spans.filter((span) => span.traceId === chat.traceId && span.name === 'send_message');
    expect(sent.map((span) => span.kind)).toEqual([3, 2]);
    expect(sent[1]?.parentSpanId).toBe(sent[0]?.spanId);
    expect(sent[0]?.events.map((event) => event.name)).toContain('request');
  });

  it('puts what the server did by itself below the load: no parent is missing', () => {
    const tab = openTab().bootstrap().start().connect();
    tab.server.log(tab.fields, 'c0ffee0000000001', 'ws_close', 1, null);
    const [own, server] = formatOtlp(blobOf(tab)).resourceSpans.map((one) => one.scopeSpans[0]?.spans ?? []);
    const closed = server?.find((span) => span.name === 'ws_close');
    expect(closed?.parentSpanId).toBe(own?.find((span) => span.name === 'load')?.spanId);
    const ids = new Set(own?.map((span) => span.spanId));
    expect(server?.every((span) => ids.has(span.parentSpanId ?? ''))).toBe(true);
  });

  it('marks what failed and what never ended', () => {
    const tab = openTab().fail('bootstrap', '/bootstrap', 'timeout');
    tab.push(
      'operation',
      { operation: 'sync', phase: 'start', durationMs: null, errorCode: null, about: {} },
      '00f067aa0ba90999',
    );
    const made = formatOtlp(blobOf(tab)).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect(made.find((span) => span.name === 'bootstrap')?.status).toEqual({
      code: 2,
      message: 'unavailable',
    });
    const open = made.find((span) => span.name === 'sync');
    expect(open?.attributes).toContainEqual({ key: 'hilo.unfinished', value: { boolValue: true } });
  });
});
