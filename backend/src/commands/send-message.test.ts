import { randomUUID } from 'node:crypto';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { redact } from './redact.ts';
import { solve } from './solve.ts';
import { answer, codeOf, identifyAs, send, start, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type TestVisitor, type World } from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
});
afterAll(() => world.end());

const messagesOf = (conversationId: string) =>
  world.pool.any(sql.type(
    z.object({
      seq: z.number(),
      author_kind: z.string(),
      client_message_id: z.string(),
      body: z.string().nullable(),
      agent_count: z.number(),
      visitor_count: z.number(),
    }),
  )`
    SELECT seq, author_kind, client_message_id, body, agent_count, visitor_count FROM messages
    WHERE conversation_id = ${conversationId} ORDER BY seq`);

const statusOf = (conversationId: string) =>
  world.pool.oneFirst(
    sql.type(z.object({ status: z.string() }))`
      SELECT status FROM conversations WHERE conversation_id = ${conversationId}`,
  );

const solveIt = (conversationId: string) =>
  solve(world.context, company.agent, { params: { conversationId }, query: {}, body: {} });

async function conversation(): Promise<{ visitor: TestVisitor; conversationId: string }> {
  const visitor = newVisitor(company);
  return { visitor, conversationId: (await start(world, visitor)).answer.conversationId };
}

describe('sendMessage', () => {
  it('[R2.D] [C1] [C2] [C10] 100 racing retries of one client id write one row, and every one succeeds with it', async () => {
    const { visitor, conversationId } = await conversation();
    const clientMessageId = randomUUID();
    const results = await Promise.all(
      Array.from({ length: 100 }, () => send(world, visitor, conversationId, { clientMessageId })),
    );
    expect(new Set(results.map((result) => result.answer.message.messageId)).size).toBe(1);
    expect(results.filter((result) => !result.answer.duplicate)).toHaveLength(1);
    expect(await messagesOf(conversationId)).toHaveLength(1);
    // Nobody hears of a message twice.
    expect(
      results
        .flatMap((result) => result.happenings)
        .map((happening) => happening.kind)
        .sort(),
    ).toEqual(['contact', 'inbox']);
  });

  it('[R2.D] refuses another text under the same client id, within a batch and after it', async () => {
    const { visitor, conversationId } = await conversation();
    const clientMessageId = randomUUID();
    const racing = await Promise.allSettled(
      ['one', 'two', 'three'].map((body) => send(world, visitor, conversationId, { clientMessageId, body })),
    );
    expect(racing.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await codeOf(send(world, visitor, conversationId, { clientMessageId, body: 'two' }))).toBe(
      'message_conflict',
    );
    expect(await codeOf(answer(world, company, conversationId, { clientMessageId, body: 'one' }))).toBe(
      'message_conflict',
    );
    expect((await messagesOf(conversationId)).map((row) => row.body)).toEqual(['one']);
  });

  it('[C9] a retry of an accepted message into a solved conversation reopens nothing', async () => {
    const { visitor, conversationId } = await conversation();
    const clientMessageId = randomUUID();
    const first = await send(world, visitor, conversationId, { clientMessageId });
    await solveIt(conversationId);
    const retry = await send(world, visitor, conversationId, { clientMessageId });
    expect(retry.answer).toMatchObject({
      duplicate: true,
      message: { messageId: first.answer.message.messageId },
      changes: { from: 0, version: 0 },
    });
    expect(retry.happenings).toEqual([]);
    expect(await statusOf(conversationId)).toBe('solved');
  });

  it('a retry of a message that was redacted meanwhile is still a success', async () => {
    const { visitor, conversationId } = await conversation();
    const clientMessageId = randomUUID();
    const { messageId } = (await send(world, visitor, conversationId, { clientMessageId })).answer.message;
    await redact(world.context, company.agent, {
      params: { conversationId, messageId },
      query: {},
      body: {},
    });
    const retry = await send(world, visitor, conversationId, { clientMessageId });
    expect(retry.answer).toMatchObject({ duplicate: true, message: { body: null } });
  });

  it('[R3.6] writing to a solved conversation reopens the same one as waiting', async () => {
    const { visitor, conversationId } = await conversation();
    await send(world, visitor, conversationId);
    await answer(world, company, conversationId);
    await solveIt(conversationId);
    const sent = await send(world, visitor, conversationId, { body: 'One more thing' });
    expect(sent.answer.message.seq).toBe(3);
    expect(await statusOf(conversationId)).toBe('waiting');
    const told = sent.happenings.find((happening) => happening.kind === 'inbox');
    expect(told?.change.history.map((row) => [row.from, row.to, row.cause])).toEqual([
      ['solved', 'waiting', 'visitor_reopened'],
    ]);
  });

  it('says which conversation is open where another one is in the way', async () => {
    const { visitor, conversationId } = await conversation();
    await send(world, visitor, conversationId);
    await solveIt(conversationId);
    const other = await talk(world, visitor);
    const refused = send(world, visitor, conversationId);
    await expect(refused).rejects.toMatchObject({ code: 'another_open', extra: { conversationId: other } });
    expect(await codeOf(answer(world, company, conversationId))).toBe('another_open');
    expect(await messagesOf(conversationId)).toHaveLength(1);
  });

  it('reopens one of two solved conversations that are written to at once, never both', async () => {
    const { visitor, conversationId: first } = await conversation();
    await send(world, visitor, first);
    await solveIt(first);
    const second = await talk(world, visitor);
    await solveIt(second);
    const results = await Promise.allSettled([send(world, visitor, first), send(world, visitor, second)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await statusOf(first), await statusOf(second)].sort()).toEqual(['solved', 'waiting']);
  });

  it('one bad message does not fail its neighbours in the same batch', async () => {
    const { visitor, conversationId } = await conversation();
    const stranger = newVisitor(company);
    const results = await Promise.allSettled([
      send(world, visitor, conversationId, { body: 'first' }),
      send(world, stranger, conversationId),
      send(world, visitor, randomUUID()),
      send(world, visitor, conversationId, { body: 'second' }),
      answer(world, { ...company, agent: { ...company.agent, agentId: randomUUID() } }, conversationId),
      send(world, visitor, conversationId, { body: 'third' }),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await messagesOf(conversationId)).map((row) => row.body)).toEqual(['first', 'second', 'third']);
  });

  it('[R2.C] [D7] agents’ messages count as unread, one’s own do not', async () => {
    const { visitor, conversationId } = await conversation();
    await send(world, visitor, conversationId);
    await answer(world, company, conversationId);
    await answer(world, company, conversationId);
    const { fields } = await send(world, visitor, conversationId);
    expect(fields.unreadCount).toBe(2);
  });

  it('[R2.D] [C7] keeps seq without holes under concurrent writers from both sides, with duplicates among them', async () => {
    const userId = randomUUID();
    const devices = await Promise.all(
      Array.from(
        { length: 4 },
        async () => (await identifyAs(world, company, newVisitor(company), userId)).visitor,
      ),
    );
    const conversationId = await talk(world, devices[0]!);
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      const ids: string[] = [];
      for (let n = 0; n < 50; n++) {
        const clientMessageId = randomUUID();
        ids.push(clientMessageId);
        const body = { clientMessageId, body: `${writer}:${n}` };
        const write = () =>
          writer % 2
            ? send(world, devices[writer >> 1]!, conversationId, body)
            : answer(world, company, conversationId, body);
        // Every fifth is sent three times at once, and every seventh a second time afterwards.
        await Promise.all(n % 5 ? [write()] : [write(), write(), write()]);
        if (n % 7 === 0) expect((await write()).answer.duplicate).toBe(true);
      }
      return ids;
    });
    const sentInOrder = await Promise.all(writers);
    const rows = await messagesOf(conversationId);
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 401 }, (_, n) => n + 1));
    for (const ids of sentInOrder) {
      expect(rows.map((row) => row.client_message_id).filter((id) => ids.includes(id))).toEqual(ids);
    }
    // The running counts are what a count would say.
    const seen = { agent: 0, visitor: 0 };
    for (const row of rows) {
      seen[row.author_kind as 'agent' | 'visitor']++;
      expect([row.agent_count, row.visitor_count]).toEqual([seen.agent, seen.visitor]);
    }
  });

  it('refuses a token that is missing, unknown or revoked', async () => {
    const { visitor, conversationId } = await conversation();
    const caller = { ...visitor.caller, tokenHash: null };
    expect(await codeOf(send(world, { ...visitor, caller }, conversationId))).toBe('token_missing');
    expect(await codeOf(send(world, newVisitor(company), conversationId))).toBe('token_unknown');
    await identifyAs(world, company, visitor, randomUUID());
    expect(await codeOf(send(world, visitor, conversationId))).toBe('token_revoked');
  });
});
