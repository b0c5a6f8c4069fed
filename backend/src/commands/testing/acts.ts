import { randomUUID } from 'node:crypto';
import type { Body } from '@hilo/shared/protocol/routes.ts';
import { answerSurvey } from '../answer-survey.ts';
import { bootstrap } from '../bootstrap.ts';
import { identify } from '../identify.ts';
import { markRead } from '../mark-read.ts';
import { prechat } from '../prechat.ts';
import { reply } from '../reply.ts';
import { sendMessage } from '../send-message.ts';
import { solve } from '../solve.ts';
import { startSession } from '../start-session.ts';
import { sync } from '../sync.ts';
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

export function read(
  { context }: World,
  visitor: TestVisitor,
  conversationId: string,
  lastReadMessageId: string,
) {
  return markRead(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId, conversationId },
    query: {},
    body: { lastReadMessageId, deviceId: visitor.deviceId },
  });
}

export function tell({ context }: World, visitor: TestVisitor, fields: Body<'prechat'>['fields']) {
  return prechat(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId },
    query: {},
    body: { deviceId: visitor.deviceId, fields },
  });
}

export function rate(
  { context }: World,
  visitor: TestVisitor,
  conversationId: string,
  cycle: number,
  answer: Body<'answerSurvey'>['answer'],
) {
  return answerSurvey(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId, conversationId },
    query: {},
    body: { deviceId: visitor.deviceId, cycle, answer },
  });
}

export function fetchSince({ context }: World, visitor: TestVisitor, cursor: string, focus?: string) {
  return sync(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId },
    query: { cursor, focus },
    body: undefined,
  });
}

/** What a page load gets: the snapshot, for a visitor whose token is known. */
export async function load({ context }: World, visitor: TestVisitor, focus?: string) {
  const { answer: given } = await bootstrap(context, visitor.caller, {
    params: { widgetId: visitor.caller.widgetId },
    query: { deviceId: visitor.deviceId, focus },
    body: undefined,
  });
  if (!given.snapshot) throw new Error(`there is no snapshot for a token that is ${given.token}`);
  return given.snapshot;
}

export function settle({ context }: World, company: TestCompany, conversationId: string) {
  return solve(context, company.agent, { params: { conversationId }, query: {}, body: {} });
}
