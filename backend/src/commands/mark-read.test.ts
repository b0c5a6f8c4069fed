import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNote } from './add-note.ts';
import { agentRead } from './agent-read.ts';
import { answer, codeOf, identifyAs, load, read, send, start, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type World } from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found({ policy: 'multiple' });
});
afterAll(() => world.end());

const replyId = async (conversationId: string) =>
  (await answer(world, company, conversationId)).answer.message.messageId;

describe('markRead', () => {
  it('[D1] [R2.C] only moves forward, and says exactly what is left', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const replies = [
      await replyId(conversationId),
      await replyId(conversationId),
      await replyId(conversationId),
    ];
    const second = await read(world, visitor, conversationId, replies[1]!);
    expect(second.answer.unreadCount).toBe(1);
    const back = await read(world, visitor, conversationId, replies[0]!);
    expect(back.answer).toMatchObject({ unreadCount: 1, changes: { from: 0, version: 0 } });
    expect(back.happenings).toEqual([]);
    const racing = await Promise.all(
      [...replies, ...replies].map((messageId) => read(world, visitor, conversationId, messageId)),
    );
    expect(Math.min(...racing.map((result) => result.answer.unreadCount))).toBe(0);
    expect((await load(world, visitor)).conversations[0]).toMatchObject({
      unreadCount: 0,
      lastReadMessageId: replies[2],
      readSeq: 4,
    });
  });

  it('[D2] reads one conversation and no other', async () => {
    const visitor = newVisitor(company);
    const first = await talk(world, visitor);
    const { conversationId: second } = (await start(world, visitor, { intent: 'new' })).answer;
    await send(world, visitor, second);
    const inFirst = await replyId(first);
    const inSecond = await replyId(second);
    await read(world, visitor, first, inFirst);
    const unread = new Map(
      (await load(world, visitor)).conversations.map((row) => [row.conversationId, row.unreadCount]),
    );
    expect(unread).toEqual(
      new Map([
        [first, 0],
        [second, 1],
      ]),
    );
    // A message of one conversation is no place in another.
    expect(await codeOf(read(world, visitor, second, inFirst))).toBe('not_found');
    expect(await codeOf(read(world, visitor, first, inSecond))).toBe('not_found');
  });

  it('[R3.2] reading on one device reads on all', async () => {
    const userId = randomUUID();
    const { visitor: phone } = await identifyAs(world, company, newVisitor(company), userId);
    const { visitor: laptop } = await identifyAs(world, company, newVisitor(company), userId);
    const conversationId = await talk(world, phone);
    await read(world, phone, conversationId, await replyId(conversationId));
    expect((await load(world, laptop)).conversations[0]).toMatchObject({ conversationId, unreadCount: 0 });
  });

  it('[D7] one’s own messages and agents’ notes are never unread', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    await send(world, visitor, conversationId);
    const noted = await addNote(world.context, company.agent, {
      params: { conversationId },
      query: {},
      body: { clientNoteId: randomUUID(), body: 'A regular.' },
    });
    // The contact hears nothing of a note.
    expect(noted.happenings.map((happening) => happening.kind)).toEqual(['inbox']);
    expect(noted.answer.note.afterSeq).toBe(2);
    const snapshot = await load(world, visitor, conversationId);
    expect(snapshot.conversations[0]?.unreadCount).toBe(0);
    expect(JSON.stringify(snapshot)).not.toContain('A regular.');
  });
});

describe('agentRead', () => {
  it('moves the agents’ mark forward only, and the contact sees it', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const second = (await send(world, visitor, conversationId)).answer.message.messageId;
    const first = (await load(world, visitor, conversationId)).thread!.messages[0]!.messageId;
    const readTo = (lastReadMessageId: string) =>
      agentRead(world.context, company.agent, {
        params: { conversationId },
        query: {},
        body: { lastReadMessageId },
      });
    expect((await readTo(first)).answer.change.conversation).toMatchObject({
      unreadCount: 1,
      agentReadSeq: 1,
    });
    const done = await readTo(second);
    expect(done.answer.change.conversation).toMatchObject({ unreadCount: 0, agentReadSeq: 2 });
    expect(done.happenings.map((happening) => happening.kind)).toEqual(['contact', 'inbox']);
    expect((await readTo(first)).happenings).toEqual([]);
    expect((await load(world, visitor)).conversations[0]?.agentReadSeq).toBe(2);
  });
});
