import type {
  Changes,
  Contact,
  Conversation,
  Message,
  PrechatField,
  Snapshot,
  WidgetConfig,
} from '../protocol/shapes.ts';

/**
 * Whether a row has what rules and tellers ask of it. An answer can hold anything: a broken server made it, or whoever
 * wrote the blob. A row that is none says nothing, and nobody may fall over it.
 */

type Loose<Shape> = { readonly [Name in keyof Shape]?: unknown };

export function isConversation(value: unknown): value is Conversation {
  const row = looseOf<Conversation>(value);
  return (
    row !== null &&
    typeof row.conversationId === 'string' &&
    typeof row.status === 'string' &&
    isWhole(row.lastSeq) &&
    isWhole(row.readSeq) &&
    isWhole(row.unreadCount) &&
    isWhole(row.version) &&
    isNoneOr(row.lastMessage, isLastMessage) &&
    isNoneOr(row.survey, isSurvey)
  );
}

function isLastMessage(value: unknown): boolean {
  const row = looseOf<NonNullable<Conversation['lastMessage']>>(value);
  return row !== null && typeof row.messageId === 'string' && isWhole(row.seq);
}

function isSurvey(value: unknown): boolean {
  return isWhole(looseOf<NonNullable<Conversation['survey']>>(value)?.cycle);
}

export function isMessage(value: unknown): value is Message {
  const row = looseOf<Message>(value);
  return (
    row !== null &&
    typeof row.messageId === 'string' &&
    typeof row.conversationId === 'string' &&
    isWhole(row.seq) &&
    isTextOrNone(row.clientMessageId) &&
    typeof looseOf<Message['author']>(row.author)?.kind === 'string' &&
    isTextOrNone(row.body) &&
    isTime(row.createdAt) &&
    isWhole(row.version)
  );
}

export function isContact(value: unknown): value is Contact {
  const row = looseOf<Contact>(value);
  return (
    row !== null &&
    typeof row.contactId === 'string' &&
    [row.name, row.email, row.phone].every(isTextOrNone) &&
    Array.isArray(row.aliases) &&
    isWhole(row.version)
  );
}

export function isWidget(value: unknown): value is WidgetConfig {
  const row = looseOf<WidgetConfig>(value);
  return (
    row !== null &&
    isTextOrNone(row.companyId) &&
    Array.isArray(row.prechat) &&
    row.prechat.every((field) => typeof looseOf<PrechatField>(field)?.name === 'string')
  );
}

export function isSnapshot(value: unknown): value is Snapshot {
  const snapshot = looseOf<Snapshot>(value);
  return (
    snapshot !== null &&
    isTextOrNone(snapshot.contactId) &&
    isWhole(snapshot.version) &&
    Array.isArray(snapshot.conversations)
  );
}

export function isChanges(value: unknown): value is Changes {
  const changes = looseOf<Changes>(value);
  return (
    changes !== null &&
    isTextOrNone(changes.contactId) &&
    isWhole(changes.from) &&
    isWhole(changes.version) &&
    Array.isArray(changes.changes)
  );
}

/** A count, or a number of an order: what can be gone through one by one. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Milliseconds since the epoch, within what ECMAScript's dates can say. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

function looseOf<Shape extends object>(value: unknown): Loose<Shape> | null {
  return typeof value === 'object' && value !== null ? value : null;
}

function isNoneOr(value: unknown, isRight: (value: unknown) => boolean): boolean {
  return value === null || value === undefined || isRight(value);
}

function isTextOrNone(value: unknown): boolean {
  return isNoneOr(value, (text) => typeof text === 'string');
}
