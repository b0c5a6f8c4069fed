import { askedOf } from '../routes-seen.ts';
import { asObject, findRows, textIn } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

export const sessionMapsToOne: Rule = {
  id: 'session-maps-to-one',
  requirement: 'R4.5',
  severity: 'critical',
  promise: 'A session belongs to one conversation for ever, and a device has one session per conversation.',
  meaning: 'A socket or a survey ends up at the wrong conversation.',
  look: 'The two answers in the evidence.',
  scope: 'all',
  watch(watch) {
    const conversationOf = new Map<string, { conversationId: string; by: EventId }>();
    const sessionOf = new Map<string, { sessionId: string; by: EventId }>();
    const learn = (told: unknown, deviceId: string | null, by: EventId) => {
      const [sessionId, conversationId] = [textIn(told, 'sessionId'), textIn(told, 'conversationId')];
      if (!sessionId || !conversationId) return;
      watch.exercise();
      const before = conversationOf.get(sessionId);
      if (before && before.conversationId !== conversationId) {
        watch.violate(
          [before.by, by],
          `Session ${sessionId} was ${before.conversationId}, and now is ${conversationId}.`,
        );
      }
      conversationOf.set(sessionId, { conversationId, by });
      if (!deviceId) return;
      const pair = `${conversationId} ${deviceId}`;
      const other = sessionOf.get(pair);
      if (other && other.sessionId !== sessionId)
        watch.violate([other.by, by], `Device ${deviceId} has two sessions in one conversation.`);
      sessionOf.set(pair, { sessionId, by });
    };
    return {
      response(event) {
        learn(event.body, event.fields.deviceId, eventId(event));
      },
      frame(event) {
        const frame = asObject<{ type?: unknown; session?: unknown }>(event.data);
        if (event.direction === 'in' && frame?.type === 'ready') learn(frame.session, null, eventId(event));
      },
    };
  },
};

export const socketSessionResolves: Rule = {
  id: 'socket-session-resolves',
  requirement: 'R4.3',
  severity: 'major',
  promise: 'The session in a socket’s address resolves to its conversation.',
  meaning: 'The server does not know the conversation that this tab is in.',
  look: 'The "ready" frame in the evidence.',
  scope: 'load',
  watch(watch) {
    const sessions = new Map<number, string>();
    return {
      socket(event) {
        const sessionId = /\/ws\/[^/?]+\/([0-9a-f-]{36})/.exec(event.path)?.[1];
        if (event.phase === 'connecting' && sessionId) sessions.set(event.socketId, sessionId);
      },
      frame(event) {
        const frame = asObject<{ type?: unknown; session?: unknown }>(event.data);
        const sessionId = sessions.get(event.socketId);
        if (event.direction !== 'in' || frame?.type !== 'ready' || !sessionId) return;
        watch.exercise();
        if (textIn(frame.session, 'sessionId') !== sessionId)
          watch.violate([eventId(event)], `Session ${sessionId} was not resolved.`);
      },
    };
  },
};

export const startNamesConversation: Rule = {
  id: 'start-names-conversation',
  requirement: 'R4.2',
  severity: 'critical',
  promise: 'A start answers with its conversationId, and the conversation comes with it.',
  meaning: 'The widget holds a session that belongs to no conversation.',
  look: 'The answer in the evidence.',
  scope: 'load',
  watch(watch) {
    const asked = new Set<number>();
    return {
      request(event) {
        if (askedOf(event)?.command === 'start') asked.add(event.requestId);
      },
      response(event) {
        if (!asked.delete(event.requestId) || event.status >= 300) return;
        watch.exercise();
        const conversationId = textIn(event.body, 'conversationId');
        const brought = findRows(event)?.conversations.some((row) => row.conversationId === conversationId);
        if (!conversationId || !brought)
          watch.violate([eventId(event)], 'A start was answered without its conversation.');
      },
    };
  },
};
