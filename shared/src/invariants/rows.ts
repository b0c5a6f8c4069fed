import type {
  Changes,
  Contact,
  Conversation,
  Message,
  Snapshot,
  ThreadPage,
  WidgetConfig,
} from '../protocol/shapes.ts';
import type { TraceEvent } from '../trace/events.ts';

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
  kind?: string;
  widget?: WidgetConfig;
  snapshot?: Snapshot | null;
  changes?: Changes;
  conversation?: Conversation;
  conversations?: Conversation[];
  thread?: ThreadPage;
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
  const frame = asObject<{ type?: string; changes?: Changes }>(data);
  if (direction !== 'in' || frame?.type !== 'event' || !frame.changes) return null;
  return fromChanges(frame.changes);
}

function fromBody(status: number, value: unknown): Rows | null {
  const body = asObject<Body>(value);
  if (status >= 300 || !body) return null;
  const widget = body.widget ?? null;
  if (body.snapshot) return { ...fromSnapshot(body.snapshot), widget };
  if (body.changes) return { ...fromChanges(body.changes), answersSync: body.kind !== undefined, widget };
  if (body.conversations) return { ...nothing, conversations: body.conversations };
  if (body.thread) {
    return {
      ...nothing,
      conversations: body.conversation ? [body.conversation] : [],
      messages: body.thread.messages,
    };
  }
  return widget ? { ...nothing, widget } : null;
}

function fromSnapshot(snapshot: Snapshot): Rows {
  return {
    contactId: snapshot.contactId,
    span: { from: snapshot.version, version: snapshot.version },
    whole: true,
    answersSync: false,
    contact: snapshot.contact,
    conversations: snapshot.conversations,
    messages: snapshot.thread?.messages ?? [],
    widget: null,
  };
}

function fromChanges(changes: Changes): Rows {
  const conversations: Conversation[] = [];
  const messages: Message[] = [];
  let contact: Contact | null = null;
  for (const change of changes.changes) {
    if (change.type === 'conversation') conversations.push(change.conversation);
    else if (change.type === 'message') messages.push(change.message);
    else contact = change.contact;
  }
  const { contactId, from, version } = changes;
  return { ...nothing, contactId, span: { from, version }, contact, conversations, messages };
}

export function asObject<Shape extends object>(value: unknown): Shape | null {
  return typeof value === 'object' && value !== null ? (value as Shape) : null;
}
