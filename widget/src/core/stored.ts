import type { Contact, Conversation, WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { Device, Entry, Intention, SurveyNote } from './model.ts';
import type { PrechatForm } from './state.ts';

/**
 * What storage holds, read with suspicion: another script, an older build or a person may have written it. Each
 * reader answers undefined for anything that is not ours, and the caller removes the key.
 */

const charsMax = 400_000;
const uuid = /^[0-9a-f-]{36}$/;

type Loose = Record<string, unknown>;

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(raw: string): Loose | undefined {
  if (raw.length > charsMax) return undefined;
  try {
    const value: unknown = JSON.parse(raw);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

/** Whether the fields of that type (`s`tring, `n`umber, `b`oolean) are all there. */
function has(value: unknown, fields: Record<string, 'string' | 'number' | 'boolean'>): value is Loose {
  return isObject(value) && Object.entries(fields).every(([name, type]) => typeof value[name] === type);
}

export function readDevice(raw: string): Device | undefined {
  const value = parse(raw);
  if (!value || !isId(value.deviceId)) return undefined;
  const { deviceId, token } = value;
  return { deviceId, token: typeof token === 'string' && /^[\w-]{43}$/.test(token) ? token : null };
}

export function readEntry(clientMessageId: string, raw: string): Entry | undefined {
  const value = parse(raw);
  if (!isId(clientMessageId) || !has(value, { body: 'string', writtenAt: 'number' })) return undefined;
  const id = (candidate: unknown) => (isId(candidate) ? candidate : null);
  const conversationId = id(value.conversationId);
  return {
    clientMessageId,
    conversationId,
    ...(!conversationId && { start: readStart(value.start, clientMessageId) }),
    contactId: id(value.contactId),
    body: value.body as string,
    writtenAt: value.writtenAt as number,
    status: typeof value.error === 'string' ? 'failed' : 'queued',
    attempts: 0,
    error: typeof value.error === 'string' ? (value.error as Entry['error']) : null,
    otherConversationId: id(value.otherConversationId),
  };
}

function readStart(value: unknown, clientMessageId: string): Intention {
  const { clientStartId, intent, replacesConversationId: replaced } = isObject(value) ? value : ({} as Loose);
  return {
    // Without one, every tab still has to come to the same.
    clientStartId: isId(clientStartId) ? clientStartId : clientMessageId,
    intent: intent === 'new' ? 'new' : 'open',
    replacesConversationId: isId(replaced) ? replaced : null,
  };
}

export function writeEntry(entry: Entry): string {
  const { conversationId, contactId, body, writtenAt, error, otherConversationId, start } = entry;
  return JSON.stringify({ conversationId, contactId, body, writtenAt, error, otherConversationId, start });
}

/** What the visitor once typed about themselves: prefills the form, and decides nothing (R3.5). */
export function readProfile(raw: string): PrechatForm['values'] | undefined {
  const value = parse(raw);
  if (!value) return undefined;
  const pairs = (['name', 'email', 'phone'] as const)
    .map((name) => [name, value[name]] as const)
    .filter(([, text]) => typeof text === 'string' && text.length < 300);
  return Object.fromEntries(pairs);
}

/** Drafts and answers of surveys by `conversationId:cycle` (R3.6). */
export function readSurveys(raw: string): Record<string, SurveyNote> | undefined {
  const value = parse(raw);
  if (!value) return undefined;
  const notes: Record<string, SurveyNote> = {};
  for (const [key, note] of Object.entries(value)) {
    if (!/^[0-9a-f-]{36}:\d+$/.test(key) || !has(note, { comment: 'string' })) continue;
    const { rating, done } = note;
    const rated = typeof rating === 'number' && rating >= 1 && rating <= 5 ? rating : null;
    notes[key] = {
      rating: rated,
      comment: note.comment as string,
      done: done === 'dismissed' || (done === 'rated' && rated) ? (done as SurveyNote['done']) : null,
    };
  }
  return notes;
}

/** The last snapshot, drawn until the server has answered, and where the person was. Never a source (R2.C). */
export interface Cache {
  readonly v: 1;
  /** Of the token it was written under: another visitor's cache does not fit. */
  readonly print: string;
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

export function readCache(raw: string, widgetId: string, print: string): Cache | undefined {
  const value = parse(raw);
  const shaped =
    has(value, {
      print: 'string',
      version: 'number',
      open: 'boolean',
      screen: 'string',
      soundOn: 'boolean',
    }) &&
    value.v === 1 &&
    value.print === print &&
    has(value.config, { widgetId: 'string', companyName: 'string', accent: 'string', greeting: 'string' }) &&
    value.config.widgetId === widgetId &&
    Array.isArray(value.config.prechat) &&
    (value.contactId === null || isId(value.contactId)) &&
    (value.contact === null || has(value.contact, { contactId: 'string', version: 'number' })) &&
    isTexts(value.sessions) &&
    isTexts(value.drafts) &&
    Array.isArray(value.conversations) &&
    value.conversations.every(isConversation);
  return shaped ? (value as unknown as Cache) : undefined;
}

function isTexts(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isConversation(row: unknown): boolean {
  return (
    has(row, {
      conversationId: 'string',
      status: 'string',
      lastActivityAt: 'number',
      lastSeq: 'number',
      unreadCount: 'number',
      readSeq: 'number',
      agentReadSeq: 'number',
      version: 'number',
    }) &&
    (row.lastMessage === null ||
      has(row.lastMessage, { preview: 'string', seq: 'number', createdAt: 'number' })) &&
    (row.assignee === null || has(row.assignee, { name: 'string' })) &&
    (row.survey === null || has(row.survey, { cycle: 'number', state: 'string' }))
  );
}

/** Tells tokens apart without giving one away: FNV-1a, 32 bits of 256. Empty where there is no token. */
export function tokenPrint(token: string | null | undefined): string {
  if (!token) return '';
  let hash = 0x811c9dc5;
  for (let i = 0; i < token.length; i++) hash = Math.imul(hash ^ token.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}
