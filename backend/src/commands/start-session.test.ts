import { randomUUID } from 'node:crypto';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { prechat } from './prechat.ts';
import { resolveSession } from './resolve-session.ts';
import { solve } from './solve.ts';
import { answer, codeOf, identifyAs, send, start, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type World } from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
});
afterAll(() => world.end());

const openOf = (contactId: string) =>
  world.pool.anyFirst(sql.type(z.object({ conversation_id: z.string() }))`
    SELECT conversation_id FROM conversations
    WHERE contact_id = ${contactId} AND status IN ('waiting', 'active') ORDER BY created_at`);

describe('startSession under policy single', () => {
  it('[R2.A] [A1] [A5] 50 parallel starts over several devices of one verified contact open one conversation, with 50 equal answers', async () => {
    const userId = randomUUID();
    const devices = await Promise.all(
      Array.from(
        { length: 5 },
        async () => (await identifyAs(world, company, newVisitor(company), userId)).visitor,
      ),
    );
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => start(world, devices[n % 5]!)));
    const ids = new Set(answers.map((result) => result.answer.conversationId));
    expect(ids.size).toBe(1);
    expect(answers.filter((result) => result.answer.created)).toHaveLength(1);
    // One session per device, and each knows the same conversation.
    expect(new Set(answers.map((result) => result.answer.sessionId)).size).toBe(5);
    expect(await openOf(answers[0]!.fields.contactId!)).toEqual([...ids]);
  });

  it('[R2.A] an unknown token that starts in many tabs at once becomes one contact with one conversation', async () => {
    const visitor = newVisitor(company);
    const answers = await Promise.all(Array.from({ length: 20 }, () => start(world, visitor)));
    expect(new Set(answers.map((result) => result.fields.contactId)).size).toBe(1);
    expect(new Set(answers.map((result) => result.answer.conversationId)).size).toBe(1);
  });

  it('[R3.3] [R2.B] [A6] a double click with two client ids gets the same conversation', async () => {
    const visitor = newVisitor(company);
    const [first, second] = await Promise.all([start(world, visitor), start(world, visitor)]);
    expect(first.answer.conversationId).toBe(second.answer.conversationId);
    expect([first.answer.created, second.answer.created].sort()).toEqual([false, true]);
  });

  it('answers a retry with the very same answer, also after the conversation was solved', async () => {
    const visitor = newVisitor(company);
    const clientStartId = randomUUID();
    const first = await start(world, visitor, { clientStartId });
    await send(world, visitor, first.answer.conversationId);
    await solve(world.context, company.agent, {
      params: { conversationId: first.answer.conversationId },
      query: {},
      body: {},
    });
    const again = await start(world, visitor, { clientStartId });
    expect(again.answer).toMatchObject({
      conversationId: first.answer.conversationId,
      sessionId: first.answer.sessionId,
      created: true,
      changes: { from: 0, version: 0 },
    });
    expect(again.happenings).toEqual([]);
  });

  it('[R2.B] "New chat" without naming what it replaces opens the one that is open', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const { answer: given } = await start(world, visitor, { intent: 'new' });
    expect(given).toMatchObject({ conversationId, created: false });
  });

  it('[R2.B] a forced new chat archives the one before; a double click does not archive its own result', async () => {
    const visitor = newVisitor(company);
    const before = await talk(world, visitor);
    const forced = { intent: 'new', replacesConversationId: before } as const;
    const [a, b] = await Promise.all([start(world, visitor, forced), start(world, visitor, forced)]);
    const late = await start(world, visitor, forced);
    expect(new Set([a, b, late].map((result) => result.answer.conversationId)).size).toBe(1);
    expect(a.answer.conversationId).not.toBe(before);
    expect(await openOf(a.fields.contactId!)).toEqual([a.answer.conversationId]);
    const archived = await world.pool.one(
      sql.type(
        z.object({ status: z.string(), archived_reason: z.string() }),
      )`SELECT status, archived_reason FROM conversations WHERE conversation_id = ${before}`,
    );
    expect(archived).toEqual({ status: 'archived', archived_reason: 'replaced' });
    expect(await codeOf(send(world, visitor, before))).toBe('conversation_archived');
  });

  it('an empty conversation is there for its visitor and hidden from agents until its first message', async () => {
    const visitor = newVisitor(company);
    const started = await start(world, visitor);
    expect(started.happenings.map((happening) => happening.kind)).toEqual(['contact']);
    expect(started.answer.changes.changes.map((change) => change.type)).toEqual(['contact', 'conversation']);
    const { conversationId } = started.answer;
    expect(await codeOf(answer(world, company, conversationId))).toBe('not_found');
    const sent = await send(world, visitor, conversationId);
    const told = sent.happenings.find((happening) => happening.kind === 'inbox');
    expect(told?.change.messages).toHaveLength(1);
    expect(told?.change.history.map((row) => row.cause)).toEqual(['started']);
  });

  it('[R4.5] [R4.3] gives each device the same session for ever, which resolves back', async () => {
    const visitor = newVisitor(company);
    const first = await start(world, visitor);
    const second = await start(world, visitor);
    expect(second.answer.sessionId).toBe(first.answer.sessionId);
    const resolve = (who: typeof visitor) =>
      resolveSession(world.context, who.caller, {
        params: { widgetId: company.widgetId, sessionId: first.answer.sessionId },
        query: {},
        body: undefined,
      });
    expect((await resolve(visitor)).answer.conversationId).toBe(first.answer.conversationId);
    const stranger = newVisitor(company);
    await start(world, stranger);
    expect(await codeOf(resolve(stranger))).toBe('not_found');
  });

  it('the database itself refuses a second open conversation', async () => {
    const visitor = newVisitor(company);
    const { fields } = await start(world, visitor);
    const forced = world.pool.query(sql.unsafe`
      INSERT INTO conversations
        (company_id, conversation_id, contact_id, widget_id, status, open_slot, version, created_at, last_activity_at)
      SELECT company_id, gen_random_uuid(), contact_id, widget_id, 'waiting', '0', version, now(), now()
      FROM conversations WHERE contact_id = ${fields.contactId!}`);
    await expect(forced).rejects.toMatchObject({ constraint: 'conversations_one_open' });
  });
});

describe('startSession under policy multiple', () => {
  it('[R2.A] opens one more only on an explicit "New chat", once per client id, and archives nothing', async () => {
    const several = await world.found({ policy: 'multiple' });
    const visitor = newVisitor(several);
    const first = await start(world, visitor);
    const same = await start(world, visitor);
    expect(same.answer.conversationId).toBe(first.answer.conversationId);
    const clientStartId = randomUUID();
    const replacesConversationId = first.answer.conversationId;
    const more = await Promise.all(
      Array.from({ length: 5 }, () =>
        start(world, visitor, { intent: 'new', clientStartId, replacesConversationId }),
      ),
    );
    expect(new Set(more.map((result) => result.answer.conversationId)).size).toBe(1);
    expect(await openOf(first.fields.contactId!)).toEqual([
      first.answer.conversationId,
      more[0]!.answer.conversationId,
    ]);
  });

  it('reopens a solved conversation beside another that took its slot', async () => {
    const several = await world.found({ policy: 'multiple' });
    const visitor = newVisitor(several);
    const first = await talk(world, visitor);
    await solve(world.context, several.agent, { params: { conversationId: first }, query: {}, body: {} });
    const second = await talk(world, visitor);
    expect(second).not.toBe(first);
    const { answer: sent } = await send(world, visitor, first);
    expect(sent.duplicate).toBe(false);
    const { fields } = await start(world, visitor);
    expect(await openOf(fields.contactId!)).toEqual([first, second]);
  });
});

describe('prechat', () => {
  const required = [
    { name: 'name', required: true },
    { name: 'email', required: true },
    { name: 'phone', required: false },
  ] as const;

  it('is required before a conversation is created, and changes nothing when refused', async () => {
    const asking = await world.found({ widget: { prechat: [...required] } });
    const visitor = newVisitor(asking);
    const refused = start(world, visitor);
    await expect(refused).rejects.toMatchObject({
      code: 'prechat_required',
      extra: { missing: ['name', 'email'] },
    });
    const rows = await world.pool.oneFirst(sql.type(z.object({ n: z.number() }))`
      SELECT (SELECT count(*) FROM contacts WHERE company_id = ${asking.companyId})
        + (SELECT count(*) FROM visitor_tokens WHERE company_id = ${asking.companyId}) AS n`);
    expect(rows).toBe(0);
    const said = await prechat(world.context, visitor.caller, {
      params: { widgetId: asking.widgetId },
      query: {},
      body: { deviceId: visitor.deviceId, fields: { name: 'Ana' } },
    });
    expect(said.answer.missing).toEqual(['email']);
    expect(await codeOf(start(world, visitor))).toBe('prechat_required');
  });

  it('[R3.5] is never required where an open conversation is simply returned', async () => {
    const asking = await world.found();
    const visitor = newVisitor(asking);
    const conversationId = await talk(world, visitor);
    await world.pool.query(
      sql.unsafe`UPDATE widgets SET prechat = '[{"name":"phone","required":true}]' WHERE widget_id = ${asking.widgetId}`,
    );
    expect((await start(world, visitor)).answer.conversationId).toBe(conversationId);
    const forced = { intent: 'new', replacesConversationId: conversationId } as const;
    expect(await codeOf(start(world, visitor, forced))).toBe('prechat_required');
  });
});
