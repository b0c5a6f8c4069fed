import type { Contact, Conversation, WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { sealOf } from '@hilo/shared/trace/cache-seal.ts';
import type { Device, Entry, Intention, SurveyNote } from './model.ts';
import type { PrechatForm } from './state.ts';

/**
 * What storage holds, read with suspicion: another script, an older build or a person may have written it. Each
 * reader answers undefined for anything that is not ours, and the caller removes the key.
 */

const charsMax = 400_000;

type Loose = Record<string, unknown>;

function loose(value: unknown): Loose {
  return typeof value === 'object' && value ? (value as Loose) : {};
}

function parse(raw: string | null): Loose {
  try {
    return loose(raw && raw.length < charsMax && JSON.parse(raw));
  } catch {
    return {};
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);
}

function idOf(value: unknown): string | null {
  return isId(value) ? value : null;
}

export function readDevice(raw: string | null): Device | undefined {
  const { deviceId, token } = parse(raw);
  if (!isId(deviceId)) return undefined;
  return { deviceId, token: typeof token === 'string' && /^[\w-]{43}$/.test(token) ? token : null };
}

export function readEntry(clientMessageId: string, raw: string): Entry | undefined {
  const value = parse(raw);
  const { body, writtenAt, error } = value;
  if (!isId(clientMessageId) || typeof body !== 'string' || typeof writtenAt !== 'number') return undefined;
  const conversationId = idOf(value.conversationId);
  return {
    clientMessageId,
    conversationId,
    ...(!conversationId && { start: readStart(loose(value.start), clientMessageId) }),
    contactId: idOf(value.contactId),
    body,
    writtenAt,
    status: error ? 'failed' : 'queued',
    attempts: 0,
    error: typeof error === 'string' ? (error as Entry['error']) : null,
    otherConversationId: idOf(value.otherConversationId),
  };
}

function readStart(value: Loose, clientMessageId: string): Intention {
  return {
    // Without one, every tab still has to come to the same.
    clientStartId: idOf(value.clientStartId) ?? clientMessageId,
    intent: value.intent === 'new' ? 'new' : 'open',
    replacesConversationId: idOf(value.replacesConversationId),
  };
}

/** What the visitor once typed about themselves: prefills the form, and decides nothing (R3.5). */
export function readProfile(raw: string): PrechatForm['values'] {
  return textsOf(parse(raw), 300);
}

function textsOf(value: Loose, textCharsMax: number): Record<string, string> {
  const texts = Object.entries(value).filter(
    ([, text]) => typeof text === 'string' && text.length < textCharsMax,
  );
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Drafts and answers of surveys by `conversationId:cycle` (R3.6). */
export function readSurveys(raw: string): Record<string, SurveyNote> {
  const notes: Record<string, SurveyNote> = {};
  for (const [key, value] of Object.entries(parse(raw))) {
    const { rating, comment, done } = loose(value);
    if (!/^[0-9a-f-]{36}:\d+$/.test(key) || typeof comment !== 'string') continue;
    const stars = [1, 2, 3, 4, 5].find((n) => n === rating) ?? null;
    notes[key] = {
      rating: stars,
      comment,
      done: done === 'dismissed' || (done === 'rated' && stars) ? done : null,
    };
  }
  return notes;
}

/** The last snapshot, drawn until the server has answered, and where the person was. Never a source (R2.C). */
export interface Cache {
  readonly config: WidgetConfig;
  readonly contactId: string | null;
  readonly contact: Contact | null;
  readonly version: number;
  readonly conversations: readonly Conversation[];
  readonly sessions: Readonly<Record<string, string>>;
  readonly drafts: Readonly<Record<string, string>>;
  readonly open: boolean;
  readonly screen: 'home' | 'messages' | 'thread';
  readonly focusId: string | null;
  readonly soundOn: boolean;
}

/**
 * `token` is the one it belongs to: another visitor's cache does not fit. The seal over all of it is what tells ours
 * from anything else, so that its contents need no look; the number in it changes with their shape.
 */
export function readCache(raw: string, widgetId: string, token: string): Cache | undefined {
  const { seal, cache } = parse(raw);
  return seal === sealOf(widgetId, token, cache) ? (cache as Cache) : undefined;
}

export function writeCache(widgetId: string, token: string, cache: Cache): string {
  return JSON.stringify({ seal: sealOf(widgetId, token, cache), cache });
}
