import { createHmac } from 'node:crypto';
import type { ServerTrace } from '@hilo/shared/protocol/trace-shapes.ts';
import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eraseContact } from '../commands/operator/erase-contact.ts';
import { exportContact } from '../commands/operator/export-contact.ts';
import { call, callOk, newId, newToken, newTraceparent } from '../testing/call.ts';
import type { TestCompany } from '../testing/test-companies.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { connectVisitor } from '../testing/test-socket.ts';
import { sweepTraces } from './trace-sweeper.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** One load of one browser: all that it asks carries its trace. */
function load(company: TestCompany, token = newToken(), deviceId: string = newId()) {
  const traceId = newTraceparent().slice(3, 35);
  const { widgetId } = company;
  const of = () => ({
    token,
    headers: { traceparent: `00-${traceId}-${newTraceparent().slice(36, 52)}-01` },
  });
  return {
    traceId,
    token,
    deviceId,
    bootstrap: () =>
      callOk(server.origin, 'bootstrap', { ...of(), params: { widgetId }, query: { deviceId } }),
    start: (intent: 'open' | 'new' = 'open', replacesConversationId: string | null = null) =>
      callOk(server.origin, 'startSession', {
        ...of(),
        params: { widgetId },
        body: { clientStartId: newId(), deviceId, intent, replacesConversationId },
      }),
    send: (conversationId: string, body = 'Hello', clientMessageId: string = newId()) =>
      call(server.origin, 'sendMessage', {
        ...of(),
        params: { widgetId, conversationId },
        body: { clientMessageId, deviceId, body },
      }),
    identify: (userId: string, nextToken: string) =>
      callOk(server.origin, 'identify', {
        ...of(),
        params: { widgetId },
        body: {
          deviceId,
          proof: {
            kind: 'hmac',
            userId,
            userHash: createHmac('sha256', company.identitySecret).update(userId).digest('hex'),
          },
          traits: {},
          nextToken,
        },
      }),
    logout: () => callOk(server.origin, 'logout', { ...of(), params: { widgetId }, body: { deviceId } }),
  };
}

/** A trace as this token reads it; the code of the refusal where it cannot. */
async function read(company: TestCompany, traceId: string, token: string): Promise<ServerTrace | string> {
  const params = { widgetId: company.widgetId, traceId };
  const { status, answer, problem } = await call(server.origin, 'readTrace', { params, token });
  return status === 200 ? answer : problem.code;
}

async function readOwn(company: TestCompany, traceId: string, token: string): Promise<ServerTrace> {
  const found = await read(company, traceId, token);
  if (typeof found === 'string') throw new Error(`the trace could not be read: ${found}`);
  return found;
}

const operationsOf = ({ events }: ServerTrace) =>
  events.flatMap((event) => (event.kind === 'server' ? [event.operation] : []));

async function countChunks(traceId: string): Promise<number> {
  await server.services.traces.flush();
  return server.pool.oneFirst(sql.type(z.object({ n: z.int() }))`
    SELECT count(*)::int AS n FROM trace_chunks WHERE trace_id = ${traceId}
  `);
}

describe('what the server keeps of a trace', () => {
  it('[R1.1][R1.2] is every operation of the load, from before it had a contact, with all ten fields', async () => {
    const ana = load(server.alfar);
    await ana.bootstrap();
    const { conversationId, changes } = await ana.start();
    const clientMessageId = newId();
    const sent = await ana.send(conversationId, 'Hello', clientMessageId);
    await ana.send(conversationId, 'Hello', clientMessageId);
    await ana.send(conversationId, 'Other words', clientMessageId);
    const trace = await readOwn(server.alfar, ana.traceId, ana.token);
    expect(trace).toMatchObject({ traceId: ana.traceId, cut: 0 });
    expect(trace.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    for (const { fields, span, witness } of trace.events) {
      expect(Object.keys(fields).sort()).toEqual(Object.keys(emptyTenFields).sort());
      expect(fields).toMatchObject({ traceId: ana.traceId, companyId: 'alfar', deviceId: ana.deviceId });
      expect(span).toMatch(/^[0-9a-f]{16}$/);
      expect(witness).toBe('server');
    }
    expect(trace.events).toMatchObject([
      { operation: 'bootstrap', phase: 'ok', fields: { contactId: null } },
      {
        operation: 'start_session',
        about: { created: true, statusChanges: [{ conversationId, from: null, to: 'waiting' }] },
        fields: { contactId: changes.contactId, conversationId, status: 'waiting' },
      },
      {
        operation: 'send_message',
        about: { clientMessageId, duplicate: false },
        fields: { lastMessageId: sent.answer.message.messageId, unreadCount: 0 },
      },
      { operation: 'send_message', about: { clientMessageId, duplicate: true } },
      { operation: 'send_message', phase: 'error', outcome: 'refused', errorCode: 'message_conflict' },
    ]);
    expect(JSON.stringify(trace)).not.toContain('Other words');
  });

  it('[R1.1] is also the request of a new visitor, whose browser has no device yet', async () => {
    const ana = load(server.alfar);
    const { widgetId } = server.alfar;
    const query = { traceparent: `00-${ana.traceId}-00f067aa0ba902b7-01` };
    await callOk(server.origin, 'bootstrap', { params: { widgetId }, query });
    expect(await countChunks(ana.traceId)).toBe(0);
    await ana.start();
    await ana.start();
    const trace = await readOwn(server.alfar, ana.traceId, ana.token);
    expect(operationsOf(trace)).toEqual(['bootstrap', 'start_session', 'start_session']);
    expect(trace.events[0]).toMatchObject({ fields: { widgetId, deviceId: null, contactId: null } });
  });

  it('[R5.1] tells every step of a status, also of a conversation that agents never saw', async () => {
    const ana = load(server.alfar);
    const first = (await ana.start()).conversationId;
    const second = (await ana.start('new', first)).conversationId;
    await ana.send(second);
    const { events } = await readOwn(server.alfar, ana.traceId, ana.token);
    const steps = events.flatMap((event) =>
      event.kind === 'server'
        ? ((event.about as { statusChanges?: { from: string | null; to: string }[] }).statusChanges ?? [])
        : [],
    );
    expect(steps.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'null waiting',
      'waiting archived',
      'null waiting',
    ]);
  });

  it('[R1.1] has the socket too', async () => {
    const ana = load(server.alfar);
    await ana.start();
    const traceparent = `00-${ana.traceId}-00f067aa0ba902b7-01`;
    const socket = await connectVisitor(`${server.wsOrigin}/ws/${server.alfar.widgetId}`, {
      token: ana.token,
      deviceId: ana.deviceId,
      traceparent,
    });
    socket.close();
    await socket.closed;
    await expect
      .poll(async () => operationsOf(await readOwn(server.alfar, ana.traceId, ana.token)))
      .toEqual(['start_session', 'ws_connect', 'ws_close']);
  });

  it('is nothing where nobody ever talks', async () => {
    const visitor = load(server.alfar);
    await visitor.bootstrap();
    expect(await countChunks(visitor.traceId)).toBe(0);
  });

  it('ends after its time', async () => {
    const ana = load(server.alfar);
    await ana.start();
    expect(await countChunks(ana.traceId)).toBe(1);
    await sweepTraces(server.services);
    expect(await countChunks(ana.traceId)).toBe(1);
    await server.pool.query(sql.type(z.object({}))`
      UPDATE trace_chunks SET written_at = now() - interval '7 days 1 second' WHERE trace_id = ${ana.traceId}
    `);
    await sweepTraces(server.services);
    expect(await countChunks(ana.traceId)).toBe(0);
    expect(await read(server.alfar, ana.traceId, ana.token)).toBe('not_found');
  });

  it('is nothing at all where the server is told so', async () => {
    const silent = await startTestServer({ traceDays: 0 });
    try {
      const { widgetId } = silent.alfar;
      const body = {
        clientStartId: newId(),
        deviceId: newId(),
        intent: 'open',
        replacesConversationId: null,
      };
      await callOk(silent.origin, 'startSession', { params: { widgetId }, token: newToken(), body });
      await silent.services.traces.flush();
      const rows = sql.type(z.object({ n: z.int() }))`SELECT count(*)::int AS n FROM trace_chunks`;
      expect(await silent.pool.oneFirst(rows)).toBe(0);
    } finally {
      await silent.stop();
    }
  });
});

describe('[E7] who may read it', () => {
  it('a trace id grants nothing: not to another contact, not in another company', async () => {
    const ana = load(server.alfar);
    await ana.start();
    const mallory = load(server.alfar);
    await mallory.start();
    const vera = load(server.norte);
    await vera.start();
    expect(await read(server.alfar, ana.traceId, mallory.token)).toBe('not_found');
    expect(await read(server.norte, ana.traceId, vera.token)).toBe('not_found');
    expect(await read(server.norte, ana.traceId, ana.token)).toBe('token_unknown');
    expect(await read(server.alfar, ana.traceId, newToken())).toBe('token_unknown');
  });

  it('of a trace that two share, each reads their own lines', async () => {
    const ana = load(server.alfar);
    await ana.start();
    const widgetId = server.alfar.widgetId;
    const token = newToken();
    await callOk(server.origin, 'startSession', {
      params: { widgetId },
      token,
      headers: { traceparent: `00-${ana.traceId}-00f067aa0ba902b7-01` },
      body: { clientStartId: newId(), deviceId: newId(), intent: 'open', replacesConversationId: null },
    });
    const mine = await readOwn(server.alfar, ana.traceId, ana.token);
    const theirs = await readOwn(server.alfar, ana.traceId, token);
    expect(mine.events).toHaveLength(1);
    expect(theirs.events).toHaveLength(1);
    expect(mine.events[0]?.fields.contactId).not.toBe(theirs.events[0]?.fields.contactId);
  });

  it('[E8] not the person before, after a logout in the same load', async () => {
    const ana = load(server.alfar);
    await ana.start();
    await ana.logout();
    expect(await read(server.alfar, ana.traceId, ana.token)).toBe('token_revoked');
    const next = load(server.alfar);
    await next.start();
    expect(await read(server.alfar, ana.traceId, next.token)).toBe('not_found');
  });

  it('whoever an anonymous contact was merged into, and they alone', async () => {
    const userId = newId();
    const known = load(server.alfar);
    await known.identify(userId, newToken());
    const anonymous = load(server.alfar);
    const { conversationId } = await anonymous.start();
    await anonymous.send(conversationId);
    const token = newToken();
    const { mergedContactId } = await anonymous.identify(userId, token);
    expect(mergedContactId).not.toBeNull();
    expect(operationsOf(await readOwn(server.alfar, anonymous.traceId, token))).toEqual([
      'start_session',
      'send_message',
      'identify',
    ]);
  });

  it('agents: their company’s, also what other agents did in it; never another company’s', async () => {
    const ana = load(server.alfar);
    const { conversationId } = await ana.start();
    await ana.send(conversationId);
    const marta = await server.signIn(server.alfar);
    const ines = await server.signIn(server.norte);
    const headers = { traceparent: `00-${ana.traceId}-00f067aa0ba902b7-01` };
    await callOk(server.origin, 'solve', { params: { conversationId }, token: marta, headers, body: {} });
    const params = { traceId: ana.traceId };
    const seen = await callOk(server.origin, 'agentTrace', { params, token: marta });
    expect(operationsOf(seen)).toEqual(['start_session', 'send_message', 'solve']);
    expect(seen.events.at(-1)).toMatchObject({
      about: { statusChanges: [{ from: 'waiting', to: 'solved', cause: 'agent_solved' }] },
    });
    const refused = await call(server.origin, 'agentTrace', { params, token: ines });
    expect(refused.problem.code).toBe('not_found');
    const own = await readOwn(server.alfar, ana.traceId, ana.token);
    expect(operationsOf(own)).toEqual(['start_session', 'send_message']);
  });
});

describe('a person who asks for what is kept, or to be forgotten', () => {
  it('gets the lines, of merged contacts too; and erasing leaves none, not even those on their way', async () => {
    const userId = newId();
    const known = load(server.alfar);
    await known.identify(userId, newToken());
    const anonymous = load(server.alfar);
    await anonymous.start();
    const { snapshot } = await anonymous.identify(userId, newToken());
    await server.services.traces.flush();
    const context = { pool: server.pool, traceparent: newTraceparent() };
    const who = { companyId: 'alfar', contactId: snapshot.contactId };
    const { traces } = await exportContact(context, who);
    expect(new Map(traces.map((trace) => [trace.traceId, operationsOf(trace)]))).toEqual(
      new Map([
        [known.traceId, ['identify']],
        [anonymous.traceId, ['start_session', 'identify']],
      ]),
    );
    server.services.traces.push({
      line: {
        ...emptyTenFields,
        companyId: 'alfar',
        traceId: known.traceId,
        contactId: snapshot.contactId,
        operation: 'late',
        phase: 'ok',
        outcome: 'ok',
        durationMs: 1,
        spanId: '0'.repeat(16),
        errorCode: null,
      },
      actor: 'visitor',
      about: null,
      endedAtMs: Date.now(),
    });
    await eraseContact(context, who);
    expect(await countChunks(known.traceId)).toBe(0);
    expect(await countChunks(anonymous.traceId)).toBe(0);
  });
});

describe('[R1.2] the log', () => {
  it('has a line for each phase where it is asked for in detail', async () => {
    const detailed = await startTestServer({ logLevel: 'debug' });
    try {
      const { widgetId } = detailed.alfar;
      const deviceId = newId();
      const body = { clientStartId: newId(), deviceId, intent: 'open', replacesConversationId: null };
      await callOk(detailed.origin, 'startSession', { params: { widgetId }, token: newToken(), body });
      const lines = detailed.lines.filter((line) => line['operation'] === 'start_session');
      expect(lines).toMatchObject([
        { phase: 'start', outcome: 'pending', durationMs: null, deviceId, contactId: null },
        { phase: 'ok', outcome: 'ok', deviceId, status: 'waiting' },
      ]);
      for (const line of lines)
        for (const name of Object.keys(emptyTenFields)) expect(line).toHaveProperty(name);
    } finally {
      await detailed.stop();
    }
  });

  it('keeps with the trace whatever it says of an operation, starts as well', async () => {
    const detailed = await startTestServer({ logLevel: 'debug' });
    try {
      const { widgetId } = detailed.alfar;
      const [token, deviceId, traceparent] = [newToken(), newId(), newTraceparent()];
      const of = { token, headers: { traceparent } };
      const traceId = traceparent.slice(3, 35);
      const body = { clientStartId: newId(), deviceId, intent: 'open', replacesConversationId: null };
      await callOk(detailed.origin, 'bootstrap', { params: { widgetId }, query: { traceparent } });
      const { changes, conversationId } = await callOk(detailed.origin, 'startSession', {
        ...of,
        params: { widgetId },
        body,
      });
      const query = { cursor: `${changes.contactId}:0` };
      await callOk(detailed.origin, 'sync', { ...of, params: { widgetId }, query });
      await callOk(detailed.origin, 'getConversation', { ...of, params: { widgetId, conversationId } });
      const marta = await detailed.signIn(detailed.alfar);
      const kept = await callOk(detailed.origin, 'agentTrace', { token: marta, params: { traceId } });
      const logged = detailed.lines.filter((line) => line['traceId'] === traceId);
      const phases = (lines: readonly object[]) =>
        lines.map((line) => {
          const { operation, phase } = line as Record<string, unknown>;
          return `${operation} ${phase}`;
        });
      expect(phases(kept.events)).toEqual([
        'bootstrap start',
        'bootstrap ok',
        'start_session start',
        'start_session ok',
        'sync start',
        'sync ok',
        'get_conversation start',
        'get_conversation ok',
      ]);
      expect(phases(logged)).toEqual(phases(kept.events));
    } finally {
      await detailed.stop();
    }
  });
});
