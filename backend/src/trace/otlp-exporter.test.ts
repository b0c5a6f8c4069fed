import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { callOk } from '../testing/call.ts';
import { startTestServer } from '../testing/test-server.ts';
import { createOtlpExporter } from './otlp-exporter.ts';
import { begun, contactId, ended, traceId } from './testing/ended.ts';
import { traceLimits } from './trace-limits.ts';

interface Received {
  path: string | undefined;
  type: string | undefined;
  body: { resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[] };
}

let server: Server | undefined;
afterEach(() => server?.close());

/** A collector that keeps what it gets. */
async function collector(status = 200): Promise<{ endpoint: string; received: Received[] }> {
  const received: Received[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
      received.push({ path: request.url, type: request.headers['content-type'], body });
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

function exporterTo(endpoint: string, overrides: Partial<Record<keyof typeof traceLimits, number>> = {}) {
  const dropped: number[] = [];
  const exporter = createOtlpExporter({
    endpoint,
    onDropped: (spans) => dropped.push(spans),
    limits: { ...traceLimits, otlpFlushMs: 60_000, ...overrides },
  });
  return { exporter, dropped };
}

const spansOf = (received: readonly Received[]) =>
  received.flatMap(({ body }) => body.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)));

describe('createOtlpExporter', () => {
  it('[R1.1] sends an operation as a span below the caller’s', async () => {
    const { endpoint, received } = await collector();
    const { exporter, dropped } = exporterTo(`${endpoint}/`);
    exporter.push(ended('send_message', { about: { duplicate: true, version: 7 } }));
    await exporter.stop();
    expect(received).toMatchObject([{ path: '/v1/traces', type: 'application/json' }]);
    expect(dropped).toEqual([]);
    const [span] = spansOf(received);
    expect(span).toMatchObject({
      traceId,
      parentSpanId: '00f067aa0ba902b7',
      name: 'send_message',
      kind: 2,
      startTimeUnixNano: '1789999999987500000',
      endTimeUnixNano: '1790000000000000000',
      status: { code: 1 },
    });
    expect(span?.['spanId']).toMatch(/^[0-9a-f]{16}$/);
    expect(span?.['attributes']).toEqual(
      expect.arrayContaining([
        { key: 'hilo.contactId', value: { stringValue: contactId } },
        { key: 'hilo.unreadCount', value: { intValue: '2' } },
        { key: 'hilo.about.duplicate', value: { boolValue: true } },
        { key: 'hilo.about.version', value: { intValue: '7' } },
      ]),
    );
  });

  it('sends one span of an operation, whose start is logged as well', async () => {
    const { endpoint, received } = await collector();
    const { exporter } = exporterTo(endpoint);
    exporter.begin(begun('sync'));
    exporter.push({ ...ended('sync'), begun: begun('sync') });
    await exporter.stop();
    expect(spansOf(received)).toHaveLength(1);
  });

  it('calls only what is ours an error', async () => {
    const { endpoint, received } = await collector();
    const { exporter } = exporterTo(endpoint);
    exporter.push(ended('sync', { error: 'internal' }));
    exporter.push(ended('sync', { error: 'not_found' }));
    await exporter.stop();
    expect(spansOf(received)).toMatchObject([
      { status: { code: 2, message: 'internal' } },
      { status: { code: 1 } },
    ]);
  });

  it('sends many as a few requests', async () => {
    const { endpoint, received } = await collector();
    const { exporter } = exporterTo(endpoint, { otlpBatchSpansMax: 10 });
    for (let i = 0; i < 25; i += 1) exporter.push(ended('sync'));
    await exporter.stop();
    expect(received.map((request) => spansOf([request]).length)).toEqual([10, 10, 5]);
  });

  it('drops and counts what the collector refuses, and what does not fit', async () => {
    const { endpoint } = await collector(503);
    const { exporter, dropped } = exporterTo(endpoint, { otlpQueueSpansMax: 3 });
    for (let i = 0; i < 5; i += 1) exporter.push(ended('sync'));
    expect(dropped).toEqual([1, 1]);
    await exporter.stop();
    expect(dropped).toEqual([1, 1, 3]);
  });

  it('drops and counts what nobody takes', async () => {
    const { endpoint } = await collector();
    server?.close();
    await once(server as Server, 'close');
    const { exporter, dropped } = exporterTo(endpoint);
    exporter.push(ended('sync'));
    await exporter.stop();
    expect(dropped).toEqual([1]);
  });
});

describe('a server that is told of a collector', () => {
  it('[R1.1] sends what it does, also of visitors who never talk, and what is left when it stops', async () => {
    const { endpoint, received } = await collector();
    const hilo = await startTestServer({ otlpEndpoint: endpoint });
    const { widgetId } = hilo.alfar;
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    await callOk(hilo.origin, 'bootstrap', { params: { widgetId }, headers });
    await hilo.stop();
    expect(spansOf(received)).toMatchObject([
      { traceId, parentSpanId: '00f067aa0ba902b7', name: 'bootstrap', status: { code: 1 } },
    ]);
  });
});
