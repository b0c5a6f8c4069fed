import { createHash, createHmac } from 'node:crypto';
import type { DatabasePool } from 'slonik';
import { v5 } from 'uuid';
import { addNote } from '../commands/add-note.ts';
import { agentRead } from '../commands/agent-read.ts';
import { answerSurvey } from '../commands/answer-survey.ts';
import type { AgentCaller, CommandContext, VisitorCaller } from '../commands/contract.ts';
import { identify } from '../commands/identify.ts';
import { markRead } from '../commands/mark-read.ts';
import { prechat } from '../commands/prechat.ts';
import { reply } from '../commands/reply.ts';
import { sendMessage } from '../commands/send-message.ts';
import { solve } from '../commands/solve.ts';
import { startSession } from '../commands/start-session.ts';
import { take } from '../commands/take.ts';
import { hashToken } from '../identity/hash-token.ts';
import { beginOperation, traceparentOf } from '../log/operation-line.ts';
import type { Act, Scene } from './seed-scenes.ts';

export interface Stage {
  pool: DatabasePool;
  companyId: string;
  widgetId: string;
  identitySecret: string;
  agents: AgentCaller[];
}

interface Playing {
  stage: Stage;
  scene: Scene;
  context: CommandContext;
  caller: VisitorCaller;
  deviceId: string;
  conversationId: string;
  /** The latest message, which whoever acts next has read. */
  last?: { messageId: string; by: 'visitor' | number };
}

/** Any UUID that stays: ids derived from it are the same on every machine. */
const namespace = '6a1c8f0e-3d5b-4c7a-9e21-5b0f4d2c8a77';

/** Plays one conversation through the commands that the widget and the inbox call. */
export async function playScene(stage: Stage, scene: Scene): Promise<void> {
  const playing = await enter(stage, scene);
  for (const [n, act] of scene.acts.entries()) await play(playing, act, n);
}

async function enter(stage: Stage, scene: Scene): Promise<Playing> {
  const { pool, companyId, widgetId } = stage;
  const { visitor } = scene;
  const context = { pool, traceparent: traceparentOf(beginOperation('seed', null)) };
  const deviceId = idOf(stage, `device ${visitor.key}`);
  const caller: VisitorCaller = {
    companyId,
    widgetId,
    tokenHash: hashToken(tokenOf(stage, visitor.key)),
    userAgent: visitor.userAgent,
    locale: visitor.locale,
  };
  const { userId, name, email } = visitor;
  const params = { widgetId };
  if (userId !== undefined) {
    const proof = { kind: 'hmac' as const, userId, userHash: signUser(stage, userId) };
    const nextToken = tokenOf(stage, visitor.key);
    await identify(
      context,
      { ...caller, tokenHash: null },
      {
        params,
        query: {},
        body: { deviceId, proof, traits: { name, email }, nextToken },
      },
    );
  } else if (name !== undefined) {
    await prechat(context, caller, { params, query: {}, body: { deviceId, fields: { name, email } } });
  }
  const { answer } = await startSession(context, caller, {
    params,
    query: {},
    body: {
      clientStartId: idOf(stage, `start ${scene.key}`),
      deviceId,
      intent: scene.isNew ? 'new' : 'open',
      replacesConversationId: null,
    },
  });
  return { stage, scene, context, caller, deviceId, conversationId: answer.conversationId };
}

async function play(playing: Playing, act: Act, n: number): Promise<void> {
  const { context, stage, conversationId } = playing;
  const params = { conversationId };
  const id = idOf(stage, `${playing.scene.key} ${n}`);
  await readBefore(playing, act);
  if (act.by === 'visitor') return playVisitor(playing, act, id);
  const agent = stage.agents[act.by];
  if (!agent) throw new Error(`scene ${playing.scene.key} names an agent who is not there`);
  if ('says' in act) {
    const input = { params, query: {}, body: { clientMessageId: id, body: act.says } };
    const { answer } = await reply(context, agent, input);
    playing.last = { messageId: answer.message.messageId, by: act.by };
  } else if ('notes' in act) {
    await addNote(context, agent, { params, query: {}, body: { clientNoteId: id, body: act.notes } });
  } else if (act.does === 'take') {
    await take(context, agent, { params, query: {}, body: {} });
  } else {
    await solve(context, agent, { params, query: {}, body: {} });
  }
}

/** Nobody answers what they have not read. */
async function readBefore(playing: Playing, act: Act): Promise<void> {
  const { context, caller, conversationId, deviceId, last, stage } = playing;
  if (!last || last.by === act.by) return;
  const lastReadMessageId = last.messageId;
  if (act.by === 'visitor') {
    const params = { widgetId: stage.widgetId, conversationId };
    await markRead(context, caller, { params, query: {}, body: { lastReadMessageId, deviceId } });
    return;
  }
  const agent = stage.agents[act.by];
  const params = { conversationId };
  if (agent) await agentRead(context, agent, { params, query: {}, body: { lastReadMessageId } });
}

async function playVisitor(
  playing: Playing,
  act: Extract<Act, { by: 'visitor' }>,
  clientMessageId: string,
): Promise<void> {
  const { context, caller, deviceId, conversationId, stage } = playing;
  const params = { widgetId: stage.widgetId, conversationId };
  if ('says' in act) {
    const input = { params, query: {}, body: { clientMessageId, deviceId, body: act.says } };
    const { answer } = await sendMessage(context, caller, input);
    playing.last = { messageId: answer.message.messageId, by: 'visitor' };
    return;
  }
  const answer = { kind: 'rated' as const, rating: act.rates, comment: act.comment };
  await answerSurvey(context, caller, { params, query: {}, body: { deviceId, cycle: 1, answer } });
}

function idOf({ companyId }: Stage, name: string): string {
  return v5(`${companyId} ${name}`, namespace);
}

/** Known to nobody who does not know the company's secret. */
function tokenOf({ identitySecret }: Stage, visitorKey: string): string {
  return createHash('sha256').update(`${identitySecret} demo visitor ${visitorKey}`).digest('base64url');
}

function signUser({ identitySecret }: Stage, userId: string): string {
  return createHmac('sha256', identitySecret).update(userId).digest('hex');
}
