import type { TraceEventOf } from '../trace/events.ts';
import { asObject, textIn } from './rows.ts';

/** What a request asks for, as far as rules care; read from its path, so that any witness's account will do. */
export type Asked =
  | { command: 'bootstrap' | 'prechat' | 'identify' | 'logout' | 'sync' | 'list' }
  | { command: 'start'; clientStartId: string; intent: string; replaces: string | null }
  | { command: 'send'; conversationId: string; clientMessageId: string | null; body: string }
  | { command: 'read'; conversationId: string; lastReadMessageId: string | null }
  | { command: 'survey'; conversationId: string; cycle: number }
  | { command: 'thread'; conversationId: string };

const path = /\/v1\/widgets\/[^/?]+\/([a-z]+)(?:\/([^/?]+))?(?:\/([a-z]+))?(?:\?|$)/;

/** Many rules ask about the same request, one after another: the answer to the last question is kept. */
let last: { event: TraceEventOf<'request'> | null; asked: Asked | null } = { event: null, asked: null };

/** What the request asks for, or null where it is none of ours. */
export function askedOf(event: TraceEventOf<'request'>): Asked | null {
  if (last.event !== event) last = { event, asked: readRequest(event) };
  return last.asked;
}

function readRequest(event: TraceEventOf<'request'>): Asked | null {
  const match = path.exec(event.path);
  if (!match) return null;
  const [, noun, id = '', verb] = match;
  const body = asObject<Record<string, unknown>>(event.body) ?? {};
  if (noun === 'sessions' && event.method === 'POST') {
    return {
      command: 'start',
      clientStartId: textIn(body, 'clientStartId') ?? '',
      intent: textIn(body, 'intent') ?? '',
      replaces: textIn(body, 'replacesConversationId'),
    };
  }
  if (noun === 'conversations' && !id) return { command: 'list' };
  if (noun === 'conversations') {
    if (verb === 'messages' && event.method === 'POST') {
      return {
        command: 'send',
        conversationId: id,
        clientMessageId: textIn(body, 'clientMessageId'),
        body: textIn(body, 'body') ?? '',
      };
    }
    if (verb === 'read') {
      return {
        command: 'read',
        conversationId: id,
        lastReadMessageId: textIn(body, 'lastReadMessageId'),
      };
    }
    if (verb === 'survey')
      return {
        command: 'survey',
        conversationId: id,
        cycle: typeof body['cycle'] === 'number' ? body['cycle'] : Number.NaN,
      };
    return { command: 'thread', conversationId: id };
  }
  if (
    noun === 'bootstrap' ||
    noun === 'prechat' ||
    noun === 'identify' ||
    noun === 'logout' ||
    noun === 'sync'
  ) {
    return { command: noun };
  }
  return null;
}
