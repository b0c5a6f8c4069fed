import type {
  Change,
  Changes,
  Contact,
  Conversation,
  Message,
  Snapshot,
  WidgetConfig,
} from '../src/protocol/shapes.ts';
import type { TraceEventOf } from '../src/trace/events.ts';
import type { TenFields } from '../src/trace/ten-fields.ts';
import { aContact, aConversation, idOf } from './rows.ts';

export const companyId = idOf(0xacc);
export const widgetId = 'wgt_pots';
export const agent = { agentId: idOf(0xa1), name: 'Marta Gil' };

/** Milliseconds since the epoch at which every built trace begins, by the server's clock. */
export const beginsAtMs = 1_790_000_000_000;

/**
 * The server side of built traces: one contact of one company, with the truth that real answers carry. `nowMs` is the
 * one clock of everything; tabs and server see it through their own skew.
 */
export class TraceServer {
  nowMs = 0;
  contact: Contact | null = null;
  version = 0;
  config: WidgetConfig = aWidgetConfig();
  readonly conversations = new Map<string, Conversation>();
  readonly messages = new Map<string, Message[]>();
  /** The server's own lines of every trace, in order. */
  readonly lines: TraceEventOf<'server'>[] = [];
  private ids = 0x100;
  private loads = 0;
  private listeners: ((changes: Changes) => void)[] = [];

  /** Milliseconds since the epoch, by the server's clock. */
  get time(): number {
    return beginsAtMs + Math.floor(this.nowMs);
  }

  nextLoad(): number {
    return ++this.loads;
  }

  newId(): string {
    return idOf(this.ids++);
  }

  /** Called with everything that happens to the contact, as a socket would be. Returns the end of it. */
  listen(listener: (changes: Changes) => void): () => void {
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  /** One transaction: the rows get the next version, and whoever listens is told. */
  commit(rows: (version: number) => Change[]): Changes {
    const from = this.version;
    this.version++;
    const changes: Changes = {
      contactId: idOf(0xc0),
      from,
      version: this.version,
      changes: rows(this.version),
    };
    for (const change of changes.changes) this.keep(change);
    return changes;
  }

  tell(changes: Changes): void {
    for (const listener of this.listeners) listener(changes);
  }

  /** Opens a conversation, or answers with the open one. */
  start(): { conversation: Conversation; created: boolean; changes: Changes } {
    const open = [...this.conversations.values()].find(
      (row) => row.status === 'waiting' || row.status === 'active',
    );
    if (open) return { conversation: open, created: false, changes: this.rowsNow(open) };
    const changes = this.commit((version) => {
      const conversation = aConversation(0xd0 + this.conversations.size, {
        widgetId,
        createdAt: this.time,
        lastActivityAt: this.time,
        version,
      });
      const contact = this.contact ?? aContact(0xc0, { version });
      return [
        { type: 'contact', contact },
        { type: 'conversation', conversation },
      ];
    });
    const conversation = [...this.conversations.values()].at(-1) as Conversation;
    return { conversation, created: true, changes };
  }

  /** A message of the visitor (who knows its client id) or of the agent. */
  write(
    conversationId: string,
    body: string,
    by: 'visitor' | 'agent',
    clientMessageId = this.newId(),
  ): Changes {
    const before = this.getConversation(conversationId);
    const author =
      by === 'agent'
        ? { kind: by, agentId: agent.agentId, name: agent.name }
        : { kind: by, agentId: null, name: null };
    const at = this.time;
    return this.commit((version) => {
      const message: Message = {
        messageId: this.newId(),
        conversationId,
        seq: before.lastSeq + 1,
        clientMessageId,
        author,
        body,
        redactedAt: null,
        createdAt: at,
        version,
      };
      const lastMessage = {
        messageId: message.messageId,
        seq: message.seq,
        authorKind: by,
        preview: body.slice(0, 120),
        createdAt: at,
      };
      const reopened = before.status === 'solved' ? 'waiting' : before.status;
      const conversation: Conversation = {
        ...before,
        status: by === 'agent' ? 'active' : reopened,
        assignee: by === 'agent' ? agent : before.assignee,
        lastSeq: message.seq,
        lastMessage,
        lastActivityAt: at,
        unreadCount: by === 'agent' ? before.unreadCount + 1 : before.unreadCount,
        version,
      };
      return [
        { type: 'message', message },
        { type: 'conversation', conversation },
      ];
    });
  }

  /** Changes a conversation's row in one transaction of its own. */
  change(conversationId: string, change: Partial<Conversation>): Changes {
    const before = this.getConversation(conversationId);
    return this.commit((version) => [
      { type: 'conversation', conversation: { ...before, ...change, lastActivityAt: this.time, version } },
    ]);
  }

  snapshot(focus: string | null): Snapshot | null {
    if (!this.contact) return null;
    return {
      contactId: this.contact.contactId,
      version: this.version,
      contact: this.contact,
      conversations: [...this.conversations.values()],
      hasMoreConversations: false,
      thread: focus
        ? { conversationId: focus, messages: [...(this.messages.get(focus) ?? [])], hasEarlier: false }
        : null,
    };
  }

  /** What changed after a version. */
  since(from: number): Changes {
    const changes: Change[] = [];
    for (const rows of this.messages.values()) {
      for (const message of rows) if (message.version > from) changes.push({ type: 'message', message });
    }
    for (const conversation of this.conversations.values()) {
      if (conversation.version > from) changes.push({ type: 'conversation', conversation });
    }
    return { contactId: idOf(0xc0), from, version: this.version, changes };
  }

  getConversation(conversationId: string): Conversation {
    const found = this.conversations.get(conversationId);
    if (!found) throw new Error(`assert: the server has no conversation ${conversationId}`);
    return found;
  }

  /** The server's line of an operation, in the trace and span of whoever asked. */
  log(fields: TenFields, span: string, operation: string, t: number, errorCode: string | null): void {
    this.lines.push({
      witness: 'server',
      kind: 'server',
      seq: this.lines.length + 1,
      t,
      wall: this.time,
      span,
      fields: { ...fields, companyId },
      operation,
      phase: 'end',
      outcome: errorCode === null ? 'ok' : 'refused',
      durationMs: 0.2,
      errorCode,
      about: {},
    });
  }

  private rowsNow(conversation: Conversation): Changes {
    const { version } = this;
    const contact = this.contact as Contact;
    const changes: Change[] = [
      { type: 'contact', contact },
      { type: 'conversation', conversation },
    ];
    return { contactId: contact.contactId, from: version, version, changes };
  }

  private keep(change: Change): void {
    if (change.type === 'contact') this.contact = change.contact;
    else if (change.type === 'conversation') {
      this.conversations.set(change.conversation.conversationId, change.conversation);
    } else {
      const { conversationId } = change.message;
      this.messages.set(conversationId, [...(this.messages.get(conversationId) ?? []), change.message]);
    }
  }
}

/** A widget as its company set it up: policy `single`, a survey, nothing asked before a chat. */
export function aWidgetConfig(overrides: Partial<WidgetConfig> = {}): WidgetConfig {
  return {
    widgetId,
    companyId,
    companyName: 'Barro & Fuego',
    policy: 'single',
    accent: '#b4532a',
    onAccent: '#fff',
    greeting: 'Ask us anything about pots.',
    prechat: [],
    survey: true,
    locale: 'auto',
    position: 'right',
    sound: true,
    debug: 'on_demand',
    ...overrides,
  };
}
