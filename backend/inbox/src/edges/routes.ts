import type { AgentRouteName, Routes } from '@hilo/shared/protocol/routes.ts';

/** Method and path of each route, as the contract declares them: the type refuses any other (validators stay out of the bundle). */
export const agentPaths: {
  [Name in AgentRouteName]: readonly [Routes[Name]['method'], Routes[Name]['path']];
} = {
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
};
