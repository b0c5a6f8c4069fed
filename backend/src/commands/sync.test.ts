import { randomUUID } from 'node:crypto';
import { limits } from '@hilo/shared/limits.ts';
import { type ContactView, emptyView, foldChanges, foldSnapshot } from '@hilo/shared/view/contact-view.ts';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { connectSocket } from './connect-socket.ts';
import { listConversations } from './list-conversations.ts';
import { listMessages } from './list-messages.ts';
import { redact } from './redact.ts';
import {
  answer,
  codeOf,
  fetchSince,
  identifyAs,
  load,
  read,
  send,
  settle,
  start,
  talk,
} from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type TestVisitor, type World } from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
});
afterAll(() => world.end());

async function catchUp(
  visitor: TestVisitor,
  view: ContactView,
): Promise<{ view: ContactView; pages: number }> {
  for (let pages = 1; ; pages++) {
    const { answer: synced } = await fetchSince(world, visitor, `${view.contactId}:${view.version}`);
    if (synced.kind === 'reset') throw new Error(synced.reason);
    view = foldChanges(view, synced.changes).view;
    if (!synced.more) return { view, pages };
  }
}

async function sendMany(visitor: TestVisitor, conversationId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    ids.push((await send(world, visitor, conversationId, { body: `${n}` })).answer.message.messageId);
  }
  return ids;
}

describe('sync', () => {
  it('[R2.E] [B2] [B12] pages through a long absence without a hole, redactions in the middle included', async () => {
    const visitor = newVisitor(company);
    const { conversationId, changes } = (await start(world, visitor)).answer;
    const { view: asleep } = foldChanges(emptyView, changes);
    const ids = await sendMany(visitor, conversationId, limits.syncRowsMax * 2 + 50);
    for (const messageId of [ids[10]!, ids[250]!]) {
      await redact(world.context, company.agent, {
        params: { conversationId, messageId },
        query: {},
        body: {},
      });
    }
    const { view, pages } = await catchUp(visitor, asleep);
    expect(pages).toBeGreaterThan(2);
    const messages = view.threads[conversationId]!.messages;
    expect(messages.map((message) => message.seq)).toEqual(ids.map((_, n) => n + 1));
    expect(messages.flatMap((message) => (message.body === null ? [message.messageId] : []))).toEqual([
      ids[10],
      ids[250],
    ]);
    expect(view.version).toBe((await load(world, visitor)).version);
  });

  it('[B6] brings state too: solved, read, assigned', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const before = foldSnapshot(emptyView, await load(world, visitor));
    const { messageId } = (await answer(world, company, conversationId)).answer.message;
    await read(world, visitor, conversationId, messageId);
    await settle(world, company, conversationId);
    const { view } = await catchUp(visitor, before);
    expect(view.conversations[conversationId]).toMatchObject({
      status: 'solved',
      unreadCount: 0,
      survey: { state: 'due' },
    });
  });

  it('starts over with a snapshot where a cursor is another’s, ahead, or too far behind', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const { contactId, version } = await load(world, visitor);
    const since = async (cursor: string) => (await fetchSince(world, visitor, cursor, conversationId)).answer;
    expect(await since(`${randomUUID()}:0`)).toMatchObject({ kind: 'reset', reason: 'other_contact' });
    expect(await since(`${contactId}:${version + 1}`)).toMatchObject({ kind: 'reset', reason: 'ahead' });
    const behind = limits.syncVersionsBehindMax + 1;
    await world.pool.query(sql.unsafe`
      UPDATE contacts SET version = version + ${behind} WHERE contact_id = ${contactId}`);
    expect(await since(`${contactId}:${version}`)).toMatchObject({
      kind: 'reset',
      reason: 'too_old',
      snapshot: { thread: { conversationId } },
    });
    expect(await codeOf(since(`${contactId}:x`))).toBe('invalid_cursor');
  });

  it('a merge of a long history is told as a hole, and fetched by sync', async () => {
    const userId = randomUUID();
    const { visitor: laptop, answer: known } = await identifyAs(world, company, newVisitor(company), userId);
    const phone = newVisitor(company);
    const conversationId = await talk(world, phone);
    await sendMany(phone, conversationId, limits.syncRowsMax + 1);
    const merged = await identifyAs(world, company, phone, userId);
    const [told] = merged.happenings;
    if (told?.kind !== 'contact') throw new Error('the contact was not told');
    const view = foldSnapshot(emptyView, known.snapshot);
    expect(foldChanges(view, told.changes).outcome).toBe('hole');
    const caught = await catchUp(laptop, view);
    expect(caught.view.threads[conversationId]?.messages).toHaveLength(limits.syncRowsMax + 2);
  });
});

describe('bootstrap', () => {
  it('of an unknown device writes nothing, and asks the database once besides the widget', async () => {
    const statements: string[] = [];
    const pool = {
      ...world.pool,
      maybeOne: (query: Parameters<typeof world.pool.maybeOne>[0]) => {
        statements.push(query.sql);
        return world.pool.maybeOne(query);
      },
    } as typeof world.pool;
    const rows = () =>
      world.pool.one(sql.unsafe`
      SELECT (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM visitor_tokens) AS tokens,
        (SELECT count(*) FROM devices) AS devices, (SELECT count(*) FROM sessions) AS sessions`);
    const before = await rows();
    const unknown = newVisitor(company);
    const boot = (tokenHash: Buffer | null) =>
      bootstrap(
        { ...world.context, pool },
        { ...unknown.caller, tokenHash },
        {
          params: { widgetId: company.widgetId },
          query: { deviceId: unknown.deviceId },
          body: undefined,
        },
      );
    expect((await boot(null)).answer).toMatchObject({ token: 'none', snapshot: null });
    expect(statements).toHaveLength(1);
    expect((await boot(unknown.caller.tokenHash)).answer).toMatchObject({ token: 'unknown', snapshot: null });
    expect(statements).toHaveLength(3);
    expect(await rows()).toEqual(before);
  });

  it('[R4.1] [R3.1] answers with the contact’s conversations and the thread in focus', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor, 'Still here after a reload');
    const snapshot = await load(world, visitor, conversationId);
    expect(snapshot.conversations).toMatchObject([{ conversationId, lastSeq: 1 }]);
    expect(snapshot.thread?.messages).toMatchObject([{ body: 'Still here after a reload' }]);
    expect((await load(world, visitor, randomUUID())).thread).toBeNull();
  });

  it('lists without holes down to the oldest that is open or unread, and pages on from there', async () => {
    const several = await world.found({ policy: 'multiple' });
    const visitor = newVisitor(several);
    const oldest = await talk(world, visitor);
    await answer(world, several, oldest);
    await settle(world, several, oldest);
    for (let n = 0; n < limits.conversationsPageMax + 5; n++) {
      const { conversationId } = (await start(world, visitor, { intent: 'new' })).answer;
      await send(world, visitor, conversationId);
      await settle(world, several, conversationId);
    }
    const snapshot = await load(world, visitor);
    expect(snapshot.conversations).toHaveLength(limits.conversationsPageMax + 6);
    expect(snapshot.hasMoreConversations).toBe(false);
    expect(snapshot.conversations.at(-1)).toMatchObject({ conversationId: oldest, unreadCount: 1 });

    const page = async (before?: string) =>
      (
        await listConversations(world.context, visitor.caller, {
          params: { widgetId: several.widgetId },
          query: { before },
          body: undefined,
        })
      ).answer;
    const first = await page();
    const second = await page(first.conversations.at(-1)?.conversationId);
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect([...first.conversations, ...second.conversations].map((row) => row.conversationId)).toEqual(
      snapshot.conversations.map((row) => row.conversationId),
    );
  });
});

describe('listMessages', () => {
  it('pages back to the first message', async () => {
    const visitor = newVisitor(company);
    const { conversationId } = (await start(world, visitor)).answer;
    await sendMany(visitor, conversationId, limits.messagesPageMax + 10);
    const page = async (beforeSeq?: number) =>
      (
        await listMessages(world.context, visitor.caller, {
          params: { widgetId: company.widgetId, conversationId },
          query: { beforeSeq },
          body: undefined,
        })
      ).answer.thread;
    const last = await page();
    const first = await page(last.messages[0]?.seq);
    expect([last.hasEarlier, first.hasEarlier]).toEqual([true, false]);
    expect([...first.messages, ...last.messages].map((message) => message.seq)).toEqual(
      Array.from({ length: limits.messagesPageMax + 10 }, (_, n) => n + 1),
    );
  });
});

describe('connectSocket', () => {
  it('[R4.3] says who it is, how far, and what the session resolves to', async () => {
    const visitor = newVisitor(company);
    const { conversationId, sessionId } = (await start(world, visitor)).answer;
    const { contactId, version } = await load(world, visitor);
    const connect = (who: TestVisitor, id: string | null) =>
      connectSocket(world.context, who.caller, { deviceId: who.deviceId, sessionId: id });
    expect(await connect(visitor, sessionId)).toEqual({
      contactId,
      version,
      session: { sessionId, conversationId },
    });
    expect(await connect(visitor, null)).toEqual({ contactId, version, session: null });
    const stranger = newVisitor(company);
    expect(await codeOf(connect(stranger, sessionId))).toBe('token_unknown');
    await talk(world, stranger);
    expect(await connect(stranger, sessionId)).toMatchObject({ session: null });
    await identifyAs(world, company, visitor, randomUUID());
    expect(await codeOf(connect(visitor, sessionId))).toBe('token_revoked');
  });
});
