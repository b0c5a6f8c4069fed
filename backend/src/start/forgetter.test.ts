import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callOk, newId } from '../testing/call.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { makeVisitor } from '../testing/visitor.ts';
import { forget } from './forgetter.ts';
import { serve } from './serve.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const counts = z.object({ visitors: z.int(), agents: z.int(), removals: z.int() });

function count() {
  return server.pool.one(sql.type(counts)`
    SELECT (SELECT count(*) FROM visitor_tokens) AS visitors, (SELECT count(*) FROM agent_tokens) AS agents,
      (SELECT count(*) FROM inbox_removals) AS removals`);
}

describe('forget', () => {
  it('forgets idle visitors’ tokens, ended sign-ins and old tombstones, and nothing younger', async () => {
    const visitor = await makeVisitor(server, server.alfar);
    const token = await server.signIn(server.alfar);
    await server.pool.query(sql.unsafe`
      INSERT INTO inbox_removals (company_id, conversation_id) VALUES ('alfar', ${newId()})`);
    await forget(server.services);
    expect(await count()).toEqual({ visitors: 1, agents: 1, removals: 1 });

    await makeVisitor(server, server.alfar);
    await server.signIn(server.alfar);
    await server.pool.query(sql.unsafe`
      INSERT INTO inbox_removals (company_id, conversation_id, removed_at)
      VALUES ('alfar', ${newId()}, now() - interval '31 days')`);
    await server.pool.query(sql.unsafe`
      UPDATE visitor_tokens SET last_used_at = now() - interval '401 days' WHERE contact_id <> ${visitor.contactId}`);
    await server.pool.query(sql.unsafe`
      UPDATE agent_tokens SET expires_at = now() - interval '31 days'
      WHERE created_at = (SELECT max(created_at) FROM agent_tokens)`);
    expect(await count()).toEqual({ visitors: 2, agents: 2, removals: 2 });
    await forget(server.services);
    expect(await count()).toEqual({ visitors: 1, agents: 1, removals: 1 });
    await callOk(server.origin, 'me', { token });
    await visitor.say('still here');
  });

  it('happens by itself when a server starts', async () => {
    await server.pool.query(sql.unsafe`
      INSERT INTO inbox_removals (company_id, conversation_id, removed_at)
      VALUES ('alfar', ${newId()}, now() - interval '31 days')`);
    const second = await serve({ ...server.services, port: 0, host: '127.0.0.1' });
    await second.stop();
    expect((await count()).removals).toBe(1);
  });
});
