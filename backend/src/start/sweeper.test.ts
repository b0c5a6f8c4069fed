import { emptyTenFields } from '@hilo/shared/trace/ten-fields.ts';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { connectAgent, connectVisitor } from '../testing/test-socket.ts';
import { makeVisitor } from '../testing/visitor.ts';
import { sweep } from './sweeper.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const nothing = z.object({});

describe('sweep', () => {
  it('solves what its company’s rule says is over, tells visitor and agents, and writes a line', async () => {
    const visitor = await makeVisitor(server, server.alfar);
    await visitor.say('Hello?');
    const [visitors, agents] = [
      await connectVisitor(`${server.wsOrigin}/ws/${visitor.widgetId}`, visitor),
      await connectAgent(server.wsOrigin, await server.signIn(server.alfar)),
    ];
    await sweep(server.services);
    await server.pool.query(
      sql.type(nothing)`UPDATE companies SET solve_after_ms = 1000 WHERE company_id = 'alfar'`,
    );
    await server.pool.query(sql.type(nothing)`
      UPDATE conversations SET last_activity_at = now() - interval '1 hour'
      WHERE conversation_id = ${visitor.conversationId}
    `);
    await sweep(server.services);
    const { conversationId } = visitor;
    expect((await visitors.next('event')).changes.changes).toMatchObject([
      { type: 'conversation', conversation: { conversationId, status: 'solved' } },
    ]);
    expect((await agents.next('changed')).change.history).toMatchObject([
      { to: 'solved', cause: 'inactivity' },
    ]);
    const line = server.lines.find((each) => each['operation'] === 'solve_inactive');
    expect(line).toMatchObject({ outcome: 'ok', companyId: 'alfar', conversationId, status: 'solved' });
    for (const field of Object.keys(emptyTenFields)) expect(line).toHaveProperty(field);
    visitors.close();
    agents.close();
  });

  it('goes on where the database does not answer', async () => {
    const broken = await startTestServer();
    await broken.dropDatabase();
    await sweep(broken.services);
    expect(broken.lines.find((line) => line['operation'] === 'solve_inactive')).toMatchObject({
      outcome: 'failed',
    });
    await broken.stop();
  });
});
