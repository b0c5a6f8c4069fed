import type { AgentRouteName, Routes } from '@hilo/shared/protocol/routes.ts';

type Declared = { [Name in AgentRouteName]: readonly [Routes[Name]['method'], Routes[Name]['path']] };

/**
 * Method and path of each route the inbox calls, as the contract declares them: the type refuses any other, and the
 * contract's validators stay out of the bundle.
 */
export const agentPaths = {
  signIn: ['POST', '/v1/agent/sign-in'],
  signOut: ['POST', '/v1/agent/sign-out'],
  me: ['GET', '/v1/agent/me'],
  inbox: ['GET', '/v1/agent/conversations'],
  inboxSync: ['GET', '/v1/agent/sync'],
  thread: ['GET', '/v1/agent/conversations/:conversationId'],
  earlierMessages: ['GET', '/v1/agent/conversations/:conversationId/messages'],
  reply: ['POST', '/v1/agent/conversations/:conversationId/messages'],
  addNote: ['POST', '/v1/agent/conversations/:conversationId/notes'],
  take: ['POST', '/v1/agent/conversations/:conversationId/take'],
  assign: ['POST', '/v1/agent/conversations/:conversationId/assign'],
  solve: ['POST', '/v1/agent/conversations/:conversationId/solve'],
  reopen: ['POST', '/v1/agent/conversations/:conversationId/reopen'],
  agentRead: ['POST', '/v1/agent/conversations/:conversationId/read'],
  redact: ['POST', '/v1/agent/conversations/:conversationId/messages/:messageId/redact'],
  contact: ['GET', '/v1/agent/contacts/:contactId'],
} as const satisfies Partial<Declared>;

export type InboxRouteName = keyof typeof agentPaths;
