import type { ErrorCode } from '../../src/errors.ts';
import type {
  Change,
  Changes,
  Contact,
  Conversation,
  Message,
  WidgetConfig,
} from '../../src/protocol/shapes.ts';
import { isOpen } from '../../src/view/selectors.ts';
import type { ModelEvent } from '../model-server.ts';

/** An expected failure of the model. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly conversationId: string | null;
  readonly missing: string[] | null;

  constructor(code: ErrorCode, about: { conversationId?: string; missing?: string[] } = {}) {
    super(code);
    this.code = code;
    this.conversationId = about.conversationId ?? null;
    this.missing = about.missing ?? null;
  }
}

export interface StoredContact {
  contactId: string;
  version: number;
  row: Contact;
  mergedInto: string | null;
  starts: Map<string, string>;
}

/** Rows and what may happen to them: the rules of the database, one contact version per transaction. */
export class ModelStore {
  readonly contacts = new Map<string, StoredContact>();
  readonly tokens = new Map<string, { contactId: string; revoked: boolean }>();
  readonly conversations = new Map<string, { contactId: string; row: Conversation; solves: number }>();
  readonly messages = new Map<string, Message[]>();
  nowMs = 0;
  private events: ModelEvent[] = [];
  private readonly widget: WidgetConfig;
  private readonly random: () => number;
  /** Rows touched since the last commit. */
  private touched = new Set<Message | Conversation | Contact>();

  constructor(widget: WidgetConfig, random: () => number) {
    this.widget = widget;
    this.random = random;
  }

  takeEvents(): ModelEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  /** A refused request leaves nothing behind, not even the contact that it would have made. */
  rollBack(): void {
    this.touched.clear();
    for (const [token, { contactId }] of this.tokens) {
      if (this.contacts.get(contactId)?.version !== 0) continue;
      this.contacts.delete(contactId);
      this.tokens.delete(token);
    }
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(this.random() * 16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Stands for UUIDv5: the same two ids give the same session, and nothing else does. */
  sessionId(conversationId: string, deviceId: string): string {
    return `${conversationId.slice(0, 18)}-8${deviceId.slice(15, 18)}-${deviceId.slice(24)}`;
  }

  contactOf(token: string): StoredContact {
    const known = this.tokens.get(token);
    const contact = this.contacts.get(known?.contactId ?? '');
    if (!contact) throw new Refusal('token_unknown');
    return contact.mergedInto ? (this.contacts.get(contact.mergedInto) as StoredContact) : contact;
  }

  visitor(token: string | null): StoredContact {
    if (token === null) throw new Refusal('token_missing');
    if (this.tokens.get(token)?.revoked) throw new Refusal('token_revoked');
    return this.contactOf(token);
  }

  /** The first write makes the contact. */
  admit(token: string | null): StoredContact {
    if (token === null) throw new Refusal('token_missing');
    if (!this.tokens.has(token)) {
      this.tokens.set(token, { contactId: this.createContact({}).contactId, revoked: false });
    }
    return this.visitor(token);
  }

  revoke(token: string | null): void {
    const known = this.tokens.get(token ?? '');
    if (!known || token === null) return;
    known.revoked = true;
    this.events.push({ kind: 'tokens_revoked', tokens: [token] });
  }

  createContact(change: Partial<Contact>): StoredContact {
    const contactId = this.uuid();
    const row: Contact = {
      contactId,
      verified: false,
      userId: null,
      name: null,
      email: null,
      phone: null,
      aliases: [],
      version: 1,
      ...change,
    };
    const contact = { contactId, version: 0, row, mergedInto: null, starts: new Map() };
    this.contacts.set(contactId, contact);
    this.touched.add(row);
    return contact;
  }

  changeContact(contact: StoredContact, change: Partial<Contact>): void {
    contact.row = { ...contact.row, ...change };
    this.touched.add(contact.row);
  }

  conversationsOf(contactId: string): Conversation[] {
    return [...this.conversations.values()]
      .filter((conversation) => conversation.contactId === contactId)
      .map(({ row }) => row)
      .sort((a, b) => b.lastActivityAt - a.lastActivityAt);
  }

  conversation(contact: StoredContact, conversationId: string): Conversation {
    const known = this.conversations.get(conversationId);
    if (!known || known.contactId !== contact.contactId) throw new Refusal('not_found');
    return known.row;
  }

  open(contact: StoredContact): Conversation {
    const conversationId = this.uuid();
    const row: Conversation = {
      conversationId,
      widgetId: this.widget.widgetId,
      status: 'waiting',
      archivedReason: null,
      createdAt: this.nowMs,
      lastActivityAt: this.nowMs,
      lastSeq: 0,
      lastMessage: null,
      unreadCount: 0,
      readSeq: 0,
      lastReadMessageId: null,
      agentReadSeq: 0,
      assignee: null,
      survey: null,
      version: 0,
    };
    this.conversations.set(conversationId, { contactId: contact.contactId, row, solves: 0 });
    this.messages.set(conversationId, []);
    this.touched.add(row);
    return row;
  }

  archive(row: Conversation, reason: 'replaced' | 'merged' | 'agent'): void {
    this.change(row, { status: 'archived', archivedReason: reason });
  }

  change(row: Conversation, change: Partial<Conversation>): void {
    Object.assign(row, change, { lastActivityAt: this.nowMs });
    this.touched.add(row);
  }

  /** Looks up the client's id before the status: a retry of an accepted message changes nothing. */
  send(contact: StoredContact, row: Conversation, clientMessageId: string, body: string) {
    const known = this.messages.get(row.conversationId)?.find((m) => m.clientMessageId === clientMessageId);
    if (known) {
      if (known.body !== body) throw new Refusal('message_conflict');
      return {
        row: known,
        duplicate: true,
        changes: this.commit(contact, [row.conversationId], false, [known]),
      };
    }
    if (row.status === 'archived') throw new Refusal('conversation_archived');
    if (row.status === 'solved') {
      const other = this.conversationsOf(contact.contactId).find(isOpen);
      if (other && this.widget.policy === 'single') {
        throw new Refusal('another_open', { conversationId: other.conversationId });
      }
      this.change(row, { status: 'waiting' });
    }
    const message = this.append(row, 'visitor', clientMessageId, body);
    return { row: message, duplicate: false, changes: this.commit(contact, [], false) };
  }

  append(row: Conversation, kind: 'visitor' | 'agent', clientMessageId: string, body: string): Message {
    const seq = row.lastSeq + 1;
    const message: Message = {
      messageId: this.uuid(),
      conversationId: row.conversationId,
      seq,
      clientMessageId,
      author: { kind, agentId: kind === 'agent' ? this.uuid() : null, name: kind === 'agent' ? 'Leo' : null },
      body,
      redactedAt: null,
      createdAt: this.nowMs,
      version: 0,
    };
    this.messages.get(row.conversationId)?.push(message);
    this.touched.add(message);
    const { messageId, createdAt } = message;
    this.change(row, {
      lastSeq: seq,
      lastMessage: { messageId, seq, authorKind: kind, preview: body.slice(0, 120), createdAt },
      unreadCount: row.unreadCount + (kind === 'agent' ? 1 : 0),
    });
    return message;
  }

  read(contact: StoredContact, row: Conversation, messageId: string): Changes {
    const messages = this.messages.get(row.conversationId) ?? [];
    const seq = messages.find((message) => message.messageId === messageId)?.seq;
    if (!seq) throw new Refusal('not_found');
    if (seq <= row.readSeq) return this.commit(contact, [row.conversationId], false);
    const after = messages.filter((message) => message.seq > seq && message.author.kind === 'agent');
    Object.assign(row, { readSeq: seq, lastReadMessageId: messageId, unreadCount: after.length });
    this.touched.add(row);
    return this.commit(contact, [], false);
  }

  solve(row: Conversation): void {
    const known = this.conversations.get(row.conversationId);
    if (!known || !isOpen(row)) return;
    known.solves += 1;
    const survey = this.widget.survey ? ({ cycle: known.solves, state: 'due', rating: null } as const) : null;
    this.change(row, { status: 'solved', survey });
  }

  answerSurvey(
    contact: StoredContact,
    row: Conversation,
    cycle: number,
    answer: { kind: 'rated'; rating: number } | { kind: 'dismissed' },
  ): Changes {
    const known = this.conversations.get(row.conversationId);
    if (!row.survey || cycle > (known?.solves ?? 0)) throw new Refusal('survey_not_due');
    const rating = answer.kind === 'rated' ? answer.rating : null;
    const state = answer.kind === 'rated' ? 'answered' : 'dismissed';
    if (cycle === row.survey.cycle && row.survey.state !== 'due') {
      if (row.survey.state !== state || row.survey.rating !== rating) throw new Refusal('survey_answered');
    } else if (cycle === row.survey.cycle) {
      row.survey = { cycle, state, rating };
      this.touched.add(row);
    }
    return this.commit(contact, [row.conversationId], false);
  }

  /** Anonymous → verified merges; verified → another verified is a logout and a login, never a merge. */
  become(current: StoredContact | undefined, userId: string, traits: Partial<Contact>) {
    const same = [...this.contacts.values()].find((c) => c.row.userId === userId && !c.mergedInto);
    const switched = current?.row.verified === true && current.row.userId !== userId;
    const verified = { verified: true, userId, ...traits };
    if (current && !switched && (!same || same === current)) {
      this.changeContact(current, verified);
      this.commit(current, [], true);
      return { contact: current, switched, mergedContactId: null };
    }
    const contact = same ?? this.createContact({});
    this.changeContact(contact, verified);
    const merging = current && !switched ? current : null;
    if (merging) this.merge(merging, contact);
    this.commit(contact, [], true);
    return { contact, switched, mergedContactId: merging?.contactId ?? null };
  }

  private merge(from: StoredContact, into: StoredContact): void {
    const open = [from, into].flatMap((c) => this.conversationsOf(c.contactId).filter(isOpen));
    if (open.length > 1 && this.widget.policy === 'single') {
      const weight = (row: Conversation) => row.lastMessage?.createdAt ?? -1;
      this.archive(open.sort((a, b) => weight(a) - weight(b))[0] as Conversation, 'merged');
    }
    for (const conversation of this.conversations.values()) {
      if (conversation.contactId !== from.contactId) continue;
      conversation.contactId = into.contactId;
      this.touched.add(conversation.row);
      for (const message of this.messages.get(conversation.row.conversationId) ?? [])
        this.touched.add(message);
    }
    from.mergedInto = into.contactId;
    into.version = Math.max(from.version, into.version);
    this.changeContact(into, { aliases: [...into.row.aliases, from.contactId, ...from.row.aliases] });
  }

  /** Ends a transaction: what was touched takes the next version, or (a retry) rows as they are answer as version 0. */
  commit(contact: StoredContact, also: string[], withContact: boolean, messages: Message[] = []): Changes {
    const { contactId } = contact;
    const touched = [...this.touched];
    this.touched.clear();
    const from = contact.version;
    if (touched.length) contact.version += 1;
    for (const row of touched) row.version = contact.version;
    const changes: Change[] = [];
    if (withContact || touched.includes(contact.row)) changes.push({ type: 'contact', contact: contact.row });
    for (const { row } of this.conversations.values()) {
      if (!touched.includes(row) && !also.includes(row.conversationId)) continue;
      changes.push({ type: 'conversation', conversation: row });
    }
    for (const row of touched) if ('seq' in row) changes.push({ type: 'message', message: row });
    for (const row of messages) changes.push({ type: 'message', message: row });
    const version = touched.length ? contact.version : 0;
    const answer = structuredClone({ contactId, from: touched.length ? from : 0, version, changes });
    if (touched.length) this.events.push({ kind: 'changes', changes: answer });
    return answer;
  }
}
