import type { Changes, Contact, Conversation, Message, Snapshot, WidgetConfig } from '../protocol/shapes.ts';
import type { TraceEvent } from '../trace/events.ts';
import { isChanges, isContact, isConversation, isMessage, isSnapshot, isWidget } from './row-shapes.ts';

/** Rows of the database as one answer or frame brought them. */
export interface Rows {
  /** Null where the answer does not say whose they are (a page of a thread). */
  contactId: string | null;
  /** Null where the answer says nothing about the contact's version. */
  span: { from: number; version: number } | null;
  /** A snapshot: what it leaves out is not there. */
  whole: boolean;
  /** The answer to a sync: it begins where the one who asked stands. */
  answersSync: boolean;
  contact: Contact | null;
  conversations: readonly Conversation[];
  messages: readonly Message[];
  widget: WidgetConfig | null;
}

/** Many rules ask about the same event, one after another: the answer to the last question is kept. */
let last: { event: TraceEvent | null; rows: Rows | null } = { event: null, rows: null };

/** The rows that an event brought, or null. */
export function findRows(event: TraceEvent): Rows | null {
  if (event.kind !== 'response' && event.kind !== 'frame') return null;
  if (last.event === event) return last.rows;
  const rows =
    event.kind === 'frame' ? fromFrame(event.direction, event.data) : fromBody(event.status, event.body);
  last = { event, rows };
  return rows;
}

interface Body {
  kind?: unknown;
  widget?: unknown;
  snapshot?: unknown;
  changes?: unknown;
  conversation?: unknown;
  conversations?: unknown;
  thread?: unknown;
}

const nothing: Rows = {
  contactId: null,
  span: null,
  whole: false,
  answersSync: false,
  contact: null,
  conversations: [],
  messages: [],
  widget: null,
};

function fromFrame(direction: 'in' | 'out', data: unknown): Rows | null {
  const frame = asObject<{ type?: unknown; changes?: unknown }>(data);
  return direction === 'in' && frame?.type === 'event' && isChanges(frame.changes)
    ? fromChanges(frame.changes)
    : null;
}

function fromBody(status: number, value: unknown): Rows | null {
  const body = asObject<Body>(value);
  if (status >= 300 || !body) return null;
  const widget = isWidget(body.widget) ? body.widget : null;
  if (isSnapshot(body.snapshot)) return { ...fromSnapshot(body.snapshot), widget };
  if (isChanges(body.changes))
    return { ...fromChanges(body.changes), answersSync: body.kind !== undefined, widget };
  if (Array.isArray(body.conversations))
    return { ...nothing, conversations: body.conversations.filter(isConversation) };
  const thread = asObject<{ messages?: unknown }>(body.thread);
  if (thread) {
    return {
      ...nothing,
      conversations: isConversation(body.conversation) ? [body.conversation] : [],
      messages: messagesOf(thread),
    };
  }
  return widget ? { ...nothing, widget } : null;
}

function messagesOf(thread: { messages?: unknown } | null): Message[] {
  return Array.isArray(thread?.messages) ? thread.messages.filter(isMessage) : [];
}

function fromSnapshot(snapshot: Snapshot): Rows {
  return {
    contactId: snapshot.contactId,
    span: { from: snapshot.version, version: snapshot.version },
    whole: true,
    answersSync: false,
    contact: isContact(snapshot.contact) ? snapshot.contact : null,
    conversations: snapshot.conversations.filter(isConversation),
    messages: messagesOf(asObject(snapshot.thread)),
    widget: null,
  };
}

function fromChanges(changes: Changes): Rows {
  const conversations: Conversation[] = [];
  const messages: Message[] = [];
  let contact: Contact | null = null;
  for (const each of changes.changes) {
    const change = asObject<{ conversation?: unknown; message?: unknown; contact?: unknown }>(each);
    if (isConversation(change?.conversation)) conversations.push(change.conversation);
    else if (isMessage(change?.message)) messages.push(change.message);
    else if (isContact(change?.contact)) contact = change.contact;
  }
  const { contactId, from, version } = changes;
  return { ...nothing, contactId, span: { from, version }, contact, conversations, messages };
}

/** The text at this member of what may be anything; null where there is none. */
export function textIn(value: unknown, name: string): string | null {
  const text = asObject<Record<string, unknown>>(value)?.[name];
  return typeof text === 'string' ? text : null;
}

export function asObject<Shape extends object>(value: unknown): Shape | null {
  return typeof value === 'object' && value !== null ? (value as Shape) : null;
}
