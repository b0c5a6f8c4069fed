import { randomUUID } from 'node:crypto';
import { agentRoutes } from '@hilo/shared/protocol/agent-routes.ts';
import { visitorRoutes } from '@hilo/shared/protocol/visitor-routes.ts';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addNote } from './add-note.ts';
import { agentRead } from './agent-read.ts';
import { assign } from './assign.ts';
import { contact } from './contact.ts';
import { earlierMessages } from './earlier-messages.ts';
import { getConversation } from './get-conversation.ts';
import { inbox } from './inbox.ts';
import { listConversations } from './list-conversations.ts';
import { listMessages } from './list-messages.ts';
import { redact } from './redact.ts';
import { reopen } from './reopen.ts';
import { resolveSession } from './resolve-session.ts';
import { take } from './take.ts';
import { answer, codeOf, load, rate, read, send, settle, start, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type TestVisitor, type World } from './testing/world.ts';
import { thread } from './thread.ts';

/** Ids of somebody else, as an attacker would try them: each is as good as one that does not exist. */
interface Foreign {
  contactId: string;
  conversationId: string;
  messageId: string;
  sessionId: string;
}

let world: World;
let company: TestCompany;
let visitor: TestVisitor;
let own: string;
const foreign: Record<'another contact’s' | 'another company’s' | 'unknown', Foreign> = {} as never;

async function somebody(where: TestCompany): Promise<Foreign> {
  const who = newVisitor(where);
  const conversationId = await talk(world, who, 'Secret');
  const { sessionId } = (await start(world, who)).answer;
  const { contactId, thread: page } = await load(world, who, conversationId);
  return { contactId, conversationId, sessionId, messageId: page!.messages[0]!.messageId };
}

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
  visitor = newVisitor(company);
  own = await talk(world, visitor);
  foreign['another contact’s'] = await somebody(company);
  foreign['another company’s'] = await somebody(await world.found());
  foreign.unknown = {
    contactId: randomUUID(),
    conversationId: randomUUID(),
    messageId: randomUUID(),
    sessionId: randomUUID(),
  };
});
afterAll(() => world.end());

const at = <Params>(params: Params) => ({ params: { widgetId: company.widgetId, ...params }, query: {} });

const byVisitor: Record<string, (ids: Foreign) => Promise<unknown>> = {
  startSession: (ids) => start(world, visitor, { intent: 'new', replacesConversationId: ids.conversationId }),
  resolveSession: ({ sessionId }) =>
    resolveSession(world.context, visitor.caller, { ...at({ sessionId }), body: undefined }),
  listConversations: (ids) =>
    listConversations(world.context, visitor.caller, {
      ...at({}),
      query: { before: ids.conversationId },
      body: undefined,
    }),
  getConversation: ({ conversationId }) =>
    getConversation(world.context, visitor.caller, { ...at({ conversationId }), body: undefined }),
  listMessages: ({ conversationId }) =>
    listMessages(world.context, visitor.caller, { ...at({ conversationId }), body: undefined }),
  sendMessage: (ids) => send(world, visitor, ids.conversationId),
  markRead: (ids) => read(world, visitor, ids.conversationId, ids.messageId),
  'markRead to a foreign message': (ids) => read(world, visitor, own, ids.messageId),
  answerSurvey: (ids) => rate(world, visitor, ids.conversationId, 1, { kind: 'dismissed' }),
};

const in_ = (conversationId: string) => ({ params: { conversationId }, query: {}, body: {} });

const byAgent: Record<string, (ids: Foreign) => Promise<unknown>> = {
  inbox: (ids) =>
    inbox(world.context, company.agent, {
      params: {},
      query: { filter: 'all', after: ids.conversationId },
      body: undefined,
    }),
  thread: (ids) => thread(world.context, company.agent, { ...in_(ids.conversationId), body: undefined }),
  earlierMessages: (ids) =>
    earlierMessages(world.context, company.agent, {
      ...in_(ids.conversationId),
      query: { beforeSeq: 9 },
      body: undefined,
    }),
  reply: (ids) => answer(world, company, ids.conversationId),
  addNote: (ids) =>
    addNote(world.context, company.agent, {
      ...in_(ids.conversationId),
      body: { clientNoteId: randomUUID(), body: 'A note' },
    }),
  take: (ids) => take(world.context, company.agent, in_(ids.conversationId)),
  assign: (ids) =>
    assign(world.context, company.agent, { ...in_(ids.conversationId), body: { agentId: null } }),
  solve: (ids) => settle(world, company, ids.conversationId),
  reopen: (ids) => reopen(world.context, company.agent, in_(ids.conversationId)),
  agentRead: (ids) =>
    agentRead(world.context, company.agent, {
      ...in_(ids.conversationId),
      body: { lastReadMessageId: ids.messageId },
    }),
  'agentRead to a foreign message': (ids) =>
    agentRead(world.context, company.agent, { ...in_(own), body: { lastReadMessageId: ids.messageId } }),
  redact: (ids) =>
    redact(world.context, company.agent, {
      params: { conversationId: ids.conversationId, messageId: ids.messageId },
      query: {},
      body: {},
    }),
  'redact of a foreign message': (ids) =>
    redact(world.context, company.agent, {
      params: { conversationId: own, messageId: ids.messageId },
      query: {},
      body: {},
    }),
  contact: ({ contactId }) =>
    contact(world.context, company.agent, { params: { contactId }, query: {}, body: undefined }),
};

/** A fingerprint of every table. */
async function everything(): Promise<unknown> {
  const tables = await world.pool.anyFirst(sql.type(z.object({ name: z.string() }))`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`);
  const prints: unknown[] = [];
  for (const name of tables) {
    prints.push(
      await world.pool.oneFirst(sql.type(z.object({ print: z.string() }))`
        SELECT ${name} || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS print
        FROM ${sql.identifier([name])} t`),
    );
  }
  return prints;
}

async function expectNotFound(call: () => Promise<unknown>): Promise<void> {
  const before = await everything();
  expect(await codeOf(call())).toBe('not_found');
  expect(await everything()).toEqual(before);
}

describe.each(['another contact’s', 'another company’s', 'unknown'] as const)('[E7] %s ids', (whose) => {
  it.each(Object.keys(byVisitor))('are not found by a visitor, and change nothing: %s', (name) =>
    expectNotFound(() => byVisitor[name]!(foreign[whose])),
  );
});

// Every contact of their own company is the agents’ to see.
describe.each(['another company’s', 'unknown'] as const)('[E7] %s ids', (whose) => {
  it.each(Object.keys(byAgent))('are not found by an agent, and change nothing: %s', (name) =>
    expectNotFound(() => byAgent[name]!(foreign[whose])),
  );
});

describe('the tables of routes above', () => {
  it('leave out no route that takes an id', () => {
    const tried = [...Object.keys(byVisitor), ...Object.keys(byAgent)];
    const withIds = Object.entries({ ...visitorRoutes, ...agentRoutes })
      .filter(([, route]) => /:(conversation|session|message|contact)Id/.test(route.path))
      .map(([name]) => name);
    expect(withIds.filter((name) => !tried.includes(name))).toEqual([]);
  });

  it('a visitor of another company’s widget is nobody here', async () => {
    const other = await world.found();
    const caller = { ...visitor.caller, companyId: other.companyId, widgetId: other.widgetId };
    expect(await codeOf(send(world, { ...visitor, caller }, own))).toBe('token_unknown');
  });
});
