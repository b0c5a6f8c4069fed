import { callOk, newId, newToken } from './call.ts';
import type { TestCompany } from './test-companies.ts';
import type { TestServer } from './test-server.ts';

/** A visitor with one browser and one open conversation. */
export interface TestVisitor {
  token: string;
  deviceId: string;
  widgetId: string;
  contactId: string;
  conversationId: string;
  sessionId: string;
  /** Sends one message; resolves with its id and the version it made. */
  say(text: string, headers?: Record<string, string>): Promise<{ messageId: string; version: number }>;
}

export async function makeVisitor(
  server: TestServer,
  company: TestCompany,
  token = newToken(),
): Promise<TestVisitor> {
  const { widgetId } = company;
  const deviceId = newId();
  const { conversationId, sessionId, changes } = await callOk(server.origin, 'startSession', {
    params: { widgetId },
    token,
    body: { clientStartId: newId(), deviceId, intent: 'open', replacesConversationId: null },
  });
  return {
    token,
    deviceId,
    widgetId,
    contactId: changes.contactId,
    conversationId,
    sessionId,
    say: async (text, headers) => {
      const { message } = await callOk(server.origin, 'sendMessage', {
        params: { widgetId, conversationId },
        token,
        body: { clientMessageId: newId(), deviceId, body: text },
        headers,
      });
      return { messageId: message.messageId, version: message.version };
    },
  };
}

/** A visitor of Alfar who has said something. */
export async function makeTalkingVisitor(server: TestServer): Promise<TestVisitor> {
  const visitor = await makeVisitor(server, server.alfar);
  await visitor.say('Hello');
  return visitor;
}
