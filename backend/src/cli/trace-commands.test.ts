import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { beginOperation, learn } from '../log/operation-line.ts';
import { recordStart } from '../log/record-operation.ts';
import { newTraceparent } from '../testing/call.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { makeVisitor } from '../testing/visitor.ts';
import { databaseUrlOf } from './testing/database-url.ts';
import { runHere } from './testing/run-hilo.ts';

let server: TestServer;
let variables: Record<string, string>;
const traceparent = newTraceparent();
const traceId = traceparent.slice(3, 35);

beforeAll(async () => {
  server = await startTestServer();
  variables = { DATABASE_URL: await databaseUrlOf(server.pool) };
  const ana = await makeVisitor(server, server.alfar);
  await ana.say('Hello', { traceparent });
  await server.services.traces.flush();
});
afterAll(() => server.stop());

describe('hilo trace show', () => {
  it('[R1.1] shows each operation of a trace, found by its id or by a whole traceparent', async () => {
    for (const id of [traceId, traceId.toUpperCase(), traceparent]) {
      const { code, out, err } = await runHere(['trace', 'show', id], { variables });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain(`trace ${traceId}  alfar wgt_alfar`);
      expect(out).toMatch(/0\.000 s {2}send_message +ok +[\d.]+ ms {2}conversation …[0-9a-f]{4} · waiting/);
    }
  });

  it('answers in JSON', async () => {
    const { out } = await runHere(['--json', 'trace', 'show', traceId], { variables });
    expect(JSON.parse(out)).toMatchObject([
      { traceId, events: [{ kind: 'server', operation: 'send_message' }] },
    ]);
  });

  it('[R1.1] has one line of an operation whose start is kept too, and one of what never ended', async () => {
    const detailed = await startTestServer({ logLevel: 'debug' });
    try {
      const ana = await makeVisitor(detailed, detailed.alfar);
      await ana.say('Hello', { traceparent });
      const { contactId, deviceId, widgetId } = ana;
      const operation = beginOperation('mark_read', traceparent);
      learn(operation, { companyId: 'alfar', widgetId, deviceId, contactId });
      recordStart(detailed.services, operation);
      await detailed.services.traces.flush();
      const terminal = { variables: { DATABASE_URL: await databaseUrlOf(detailed.pool) } };
      const { out } = await runHere(['trace', 'show', traceId], terminal);
      expect(out.match(/send_message/g)).toHaveLength(1);
      expect(out).toMatch(/s {2}send_message +ok +[\d.]+ ms/);
      expect(out).toMatch(/s {2}mark_read +not ended +– ms/);
      const { out: json } = await runHere(['--json', 'trace', 'show', traceId], terminal);
      const [trace] = JSON.parse(json) as [{ events: { operation: string; phase: string }[] }];
      expect(trace.events.map((event) => `${event.operation} ${event.phase}`)).toEqual([
        'send_message start',
        'send_message ok',
        'mark_read start',
      ]);
    } finally {
      await detailed.stop();
    }
  });

  it.each([
    ['one that nobody wrote', ['a'.repeat(32)], 1, /^unable to find lines of trace a{32}; /],
    ['another company’s', [traceId, '--company', 'norte'], 1, /^unable to find lines of trace/],
    ['what is no trace id', ['hello'], 2, /A trace id has 32 hexadecimal digits/],
  ])('says what is wrong with %s', async (_what, argv, code, sentence) => {
    const run = await runHere(['trace', 'show', ...argv], { variables });
    expect(run.code).toBe(code);
    expect(run.err).toMatch(sentence);
  });
});

describe('hilo audit', () => {
  it('ends with 0 where every promise holds', async () => {
    const { code, out, err } = await runHere(['audit'], { variables });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^alfar: 1 conversations, 1 contacts\n {2}✓ one-open-conversation/);
    const { out: json } = await runHere(['--json', 'audit', '--company', 'alfar'], { variables });
    expect(JSON.parse(json)).toMatchObject({ companies: [{ companyId: 'alfar' }] });
  });

  it('does not know a company that is not there', async () => {
    const run = await runHere(['audit', '--company', 'nobody'], { variables });
    expect(run).toMatchObject({ code: 2, err: 'unable to audit; there is no company nobody' });
  });

  it('ends with 1 where one is broken, and says what, in words', async () => {
    await server.pool.query(sql.type(z.object({}))`DELETE FROM starts`);
    const { code, out, err } = await runHere(['audit'], { variables });
    expect({ code, err }).toEqual({ code: 1, err: 'One of the database’s promises is broken.' });
    expect(out).toMatch(
      /✗ one-intention-one-conversation .+\n.+\n +conversation [0-9a-f-]{36}: it was created by 0/,
    );
  });
});
