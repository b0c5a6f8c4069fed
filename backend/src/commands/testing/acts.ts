import { randomUUID } from 'node:crypto';
import type { Body } from '@hilo/shared/protocol/routes.ts';
import { identify } from '../identify.ts';
import { reply } from '../reply.ts';
import { sendMessage } from '../send-message.ts';
import { startSession } from '../start-session.ts';
import { proofOf, type TestCompany, type TestVisitor, type World, withToken } from './world.ts';

/** What people do, in one line. */

export function start({ context }: World, visitor: TestVisitor, body: Partial<Body<'startSession'>> = {}) {
  const { deviceId } = visitor;
  return startSession(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId },
    query: {},
    body: { clientStartId: randomUUID(), deviceId, intent: 'open', replacesConversationId: null, ...body },
  });
}

export function send(
  { context }: World,
  visitor: TestVisitor,
  conversationId: string,
  body: Partial<Body<'sendMessage'>> = {},
) {
  const { deviceId } = visitor;
  return sendMessage(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId, conversationId },
    query: {},
    body: { clientMessageId: randomUUID(), deviceId, body: 'Hello', ...body },
  });
}

export function answer(
  { context }: World,
  company: TestCompany,
  conversationId: string,
  body: Partial<Body<'reply'>> = {},
) {
  return reply(context, company.agent, {
    params: { conversationId },
    query: {},
    body: { clientMessageId: randomUUID(), body: 'How can I help?', ...body },
  });
}

/** Identifies a visitor; answers with the visitor under the next token too. */
export async function identifyAs(
  { context }: World,
  company: TestCompany,
  visitor: TestVisitor,
  userId: string,
  body: Partial<Body<'identify'>> = {},
) {
  const next = withToken(company, visitor.deviceId);
  const result = await identify(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId },
    query: {},
    body: {
      deviceId: visitor.deviceId,
      proof: proofOf(company, userId),
      traits: {},
      nextToken: next.token,
      ...body,
    },
  });
  return { ...result, visitor: next };
}

/** A conversation with one message from its visitor. */
export async function talk(world: World, visitor: TestVisitor, text = 'Hello'): Promise<string> {
  const { conversationId } = (await start(world, visitor)).answer;
  await send(world, visitor, conversationId, { body: text });
  return conversationId;
}

/** The error code that a call fails with; throws where it does not. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const failed = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failed === undefined) throw new Error('the call did not fail');
  if (failed instanceof Error && 'code' in failed && failed.name === 'HiloError') return String(failed.code);
  throw failed;
}
