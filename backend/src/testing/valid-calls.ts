import type { Route } from '@hilo/shared/protocol/route.ts';
import { type Body, type RouteName, routes } from '@hilo/shared/protocol/routes.ts';
import { type CallOptions, newId, newToken, newTraceparent } from './call.ts';
import { testPassword } from './test-companies.ts';
import type { TestServer } from './test-server.ts';
import { makeVisitor, type TestVisitor } from './visitor.ts';

/** What a table-driven test needs in order to call every route rightly. */
export interface Fixtures {
  server: TestServer;
  /** Of alfar, with two messages. */
  ana: TestVisitor & { messageId: string; traceId: string };
  /** Of alfar too: somebody else. */
  bruno: TestVisitor & { messageId: string; traceId: string };
  /** Of norte. */
  vera: TestVisitor & { messageId: string; traceId: string };
  agentToken: string;
  otherAgentToken: string;
}

export async function makeFixtures(server: TestServer): Promise<Fixtures> {
  return {
    server,
    ana: await withMessage(await makeVisitor(server, server.alfar)),
    bruno: await withMessage(await makeVisitor(server, server.alfar)),
    vera: await withMessage(await makeVisitor(server, server.norte)),
    agentToken: await server.signIn(server.alfar),
    otherAgentToken: await server.signIn(server.norte),
  };
}

async function withMessage(
  visitor: TestVisitor,
): Promise<TestVisitor & { messageId: string; traceId: string }> {
  const traceparent = newTraceparent();
  const { messageId } = await visitor.say('Hello', { traceparent });
  return { ...visitor, messageId, traceId: traceparent.slice(3, 35) };
}

/** A right call of each route, as ana or as alfar's agent: each wrong one differs from it in one thing. */
export function validCall(name: RouteName, { ana, agentToken, server }: Fixtures): CallOptions<RouteName> {
  const route: Route = routes[name];
  const isAgents = route.auth === 'agent';
  return {
    token: route.auth === 'anyone' ? undefined : isAgents ? agentToken : ana.token,
    params: {
      widgetId: ana.widgetId,
      conversationId: ana.conversationId,
      sessionId: ana.sessionId,
      contactId: ana.contactId,
      messageId: ana.messageId,
      traceId: ana.traceId,
    },
    query: queries(ana)[name] ?? {},
    body: bodies(ana, server)[name],
  };
}

function queries(ana: TestVisitor): Partial<Record<RouteName, Record<string, string>>> {
  return {
    sync: { cursor: `${ana.contactId}:1` },
    inbox: { filter: 'all' },
    inboxSync: { cursor: '1' },
    earlierMessages: { beforeSeq: '5' },
  };
}

function bodies(
  ana: TestVisitor & { messageId: string },
  server: TestServer,
): { [Name in RouteName]?: Body<Name> } {
  const { deviceId } = ana;
  return {
    startSession: { clientStartId: newId(), deviceId, intent: 'open', replacesConversationId: null },
    sendMessage: { clientMessageId: newId(), deviceId, body: 'Hi' },
    markRead: { lastReadMessageId: ana.messageId, deviceId },
    prechat: { deviceId, fields: { name: 'Ana' } },
    identify: {
      deviceId,
      proof: { kind: 'hmac', userId: 'ana', userHash: '0'.repeat(64) },
      traits: {},
      nextToken: newToken(),
    },
    logout: { deviceId },
    answerSurvey: { deviceId, cycle: 1, answer: { kind: 'dismissed' } },
    signIn: { email: server.alfar.agentEmail, password: testPassword },
    signOut: {},
    reply: { clientMessageId: newId(), body: 'Hello' },
    addNote: { clientNoteId: newId(), body: 'A note' },
    take: {},
    assign: { agentId: null },
    solve: {},
    reopen: {},
    agentRead: { lastReadMessageId: ana.messageId },
    redact: {},
  };
}
