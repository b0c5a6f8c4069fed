import type { Changes, Conversation, Snapshot } from '../src/protocol/shapes.ts';
import { TraceFold } from './trace-fold.ts';
import type { TabOptions } from './trace-load.ts';
import { widgetId } from './trace-server.ts';

/**
 * Builds the trace of one load as a widget would record it, word by word of a story:
 * `openTab().bootstrap().start().connect().send('Hello').agentReplies('Hi').read()`. Every answer comes from one
 * `TraceServer`, every fold is the real one, so what is not broken on purpose (`push`) breaks no rule.
 */
export class TraceTab extends TraceFold {
  /** The load of this tab before a reload. */
  previous: TraceTab | null = null;
  private wasReady = false;
  private stopListening: (() => void) | null = null;

  get conversation(): Conversation {
    if (this.focus.kind !== 'conversation')
      throw new Error('assert: no conversation in focus; start one first');
    return this.view.conversations[this.focus.conversationId] as Conversation;
  }

  bootstrap(): this {
    const focus = this.focus.kind === 'conversation' ? this.focus.conversationId : null;
    const known = this.browser.token !== null;
    return this.exchange({
      operation: 'bootstrap',
      method: 'GET',
      path: `/bootstrap?deviceId=${this.browser.deviceId}${focus ? `&focus=${focus}` : ''}`,
      answer: () => ({
        widget: this.server.config,
        token: known ? 'valid' : 'none',
        snapshot: known ? this.server.snapshot(focus) : null,
        serverTime: this.server.time,
      }),
      apply: (body) => {
        this.companyId = this.server.config.companyId;
        const { snapshot } = body as { snapshot: Snapshot | null };
        if (snapshot) this.takeSnapshot(snapshot);
      },
    });
  }

  /** The person asks for a chat and gets the open one or a new one. */
  start(): this {
    this.act('launcher_clicked').act('start_clicked');
    this.mint();
    const { deviceId } = this.browser;
    const clientStartId = this.draw('client_start_id');
    return this.exchange({
      operation: 'start_session',
      path: '/sessions',
      body: { clientStartId, deviceId, intent: 'open', replacesConversationId: null },
      answer: () => {
        const { conversation, created, changes } = this.server.start();
        const { conversationId } = conversation;
        return { conversationId, sessionId: sessionIdOf(conversationId, deviceId), created, changes };
      },
      apply: (body) => {
        const { conversationId, sessionId, changes } = body as {
          conversationId: string;
          sessionId: string;
          changes: Changes;
        };
        this.sessions.set(conversationId, sessionId);
        this.focus = { kind: 'conversation', conversationId };
        this.takeChanges(changes, 'started');
      },
    });
  }

  /** The person writes; the message waits in the outbox until the server has it. */
  send(body: string): this {
    const { conversationId } = this.conversation;
    this.act('draft_changed', { text: body }).act('send_clicked');
    const clientMessageId = this.draw('client_message_id');
    const key = `chatOutbox-${widgetId}-${clientMessageId}`;
    const entry = {
      conversationId,
      contactId: this.contactId,
      body,
      writtenAt: this.server.time,
      error: null,
    };
    this.store(key, { ...entry, otherConversationId: null });
    this.pending = [...this.pending, { clientMessageId, status: 'sending' }];
    this.drawScreen();
    let changes: Changes;
    return this.exchange({
      operation: 'send_message',
      path: `/conversations/${conversationId}/messages`,
      body: { clientMessageId, deviceId: this.browser.deviceId, body },
      answer: () => {
        changes = this.server.write(conversationId, body, 'visitor', clientMessageId);
        const message = this.server.messages.get(conversationId)?.at(-1);
        return { message, duplicate: false, changes };
      },
      apply: () => {
        this.pending = this.pending.filter((row) => row.clientMessageId !== clientMessageId);
        this.takeChanges(changes, 'visitor_wrote');
        this.forget(key);
        this.server.tell(changes);
      },
    });
  }

  /** Opens the socket, or opens it again; after a reconnect comes a sync. */
  connect(): this {
    const operation = this.wasReady ? 'ws_reconnect' : 'ws_connect';
    const reconnect = this.wasReady;
    const startedMs = this.server.nowMs;
    this.beginOperation(operation);
    const socketId = ++this.counts.socket;
    const sessionId = this.fields.sessionId;
    const path = `/ws/${widgetId}${sessionId ? `/${sessionId}` : ''}`;
    const told = { socketId, path, code: null, reason: null, wasClean: null, reconnect };
    this.push('socket', { ...told, phase: 'connecting' });
    this.wait(2 * this.latencyMs).push('socket', { ...told, phase: 'open' });
    const { token, deviceId } = this.browser;
    this.frame(socketId, 'out', {
      type: 'hello',
      traceparent: this.traceparent(),
      token,
      deviceId,
      reconnect,
    });
    this.wait(2 * this.latencyMs);
    const session = sessionId ? { sessionId, conversationId: this.conversation.conversationId } : null;
    const { version, time } = this.server;
    const contactId = this.contactId;
    const ready = { type: 'ready', traceparent: this.traceparent(), contactId, version, session };
    this.frame(socketId, 'in', { ...ready, serverTime: time });
    this.server.log(this.fields, this.span as string, operation, this.server.nowMs - this.bornMs, null);
    this.endOperation(operation, startedMs, null);
    this.span = null;
    this.socketId = socketId;
    this.wasReady = true;
    this.stopListening = this.server.listen((changes) => this.hear(changes));
    return reconnect || version > this.view.version ? this.sync() : this;
  }

  /** Asks for what was missed. */
  sync(): this {
    const cursor = `${this.contactId}:${this.view.version}`;
    return this.exchange({
      operation: 'sync',
      method: 'GET',
      path: `/sync?cursor=${cursor}`,
      answer: () => ({
        kind: 'changes',
        changes: this.server.since(this.view.version),
        more: false,
        serverTime: this.server.time,
      }),
      apply: (body) => this.takeChanges((body as { changes: Changes }).changes),
    });
  }

  /** The connection is cut: nothing arrives until `goOnline`. */
  goOffline(): this {
    this.push('page', { what: 'offline', detail: null }, null);
    return this.drop(1006, '');
  }

  goOnline(): this {
    return this.push('page', { what: 'online', detail: null }, null).connect();
  }

  /** The socket closes. */
  drop(code: number, reason: string): this {
    if (this.socketId === null) return this;
    this.stopListening?.();
    const path = `/ws/${widgetId}`;
    const closed = { socketId: this.socketId, path, code, reason, wasClean: code !== 1006, reconnect: false };
    this.push('socket', { ...closed, phase: 'closed' }, null);
    this.socketId = null;
    return this;
  }

  agentReplies(body: string): this {
    this.server.tell(this.server.write(this.conversation.conversationId, body, 'agent'));
    return this;
  }

  agentSolves(): this {
    const { conversationId } = this.conversation;
    const before = this.server.getConversation(conversationId);
    const cycle = (before.survey?.cycle ?? 0) + 1;
    const survey = { cycle, state: 'due' as const, rating: null };
    this.server.tell(this.server.change(conversationId, { status: 'solved', survey }));
    return this;
  }

  /** The thread was looked at up to its end. */
  read(): this {
    const { conversationId, lastMessage, lastSeq } = this.conversation;
    const lastReadMessageId = lastMessage?.messageId ?? null;
    return this.exchange({
      operation: 'mark_read',
      path: `/conversations/${conversationId}/read`,
      body: { lastReadMessageId, deviceId: this.browser.deviceId },
      answer: () => ({
        unreadCount: 0,
        changes: this.server.change(conversationId, { readSeq: lastSeq, lastReadMessageId, unreadCount: 0 }),
      }),
      apply: (body) => this.takeChanges((body as { changes: Changes }).changes),
    });
  }

  rate(rating: number, comment: string | null = null): this {
    const { conversationId, survey } = this.conversation;
    const cycle = survey?.cycle ?? 1;
    this.act('survey_rated', { rating });
    if (comment !== null) this.act('survey_commented', { text: comment });
    this.act('survey_submitted');
    const answered = { cycle, state: 'answered' as const, rating };
    return this.exchange({
      operation: 'answer_survey',
      path: `/conversations/${conversationId}/survey`,
      body: { deviceId: this.browser.deviceId, cycle, answer: { kind: 'rated', rating, comment } },
      answer: () => ({ changes: this.server.change(conversationId, { survey: answered }) }),
      apply: (body) => this.takeChanges((body as { changes: Changes }).changes, 'survey_closed'),
    });
  }

  /** The same tab loads again: a trace of its own, with the same browser behind it. */
  reload(): TraceTab {
    this.push('page', { what: 'pagehide', detail: { persisted: false } }, null).drop(1001, '');
    const { server, browser } = this;
    const next = new TraceTab({ server, navigation: 'reload', browser, latencyMs: this.latencyMs });
    next.previous = this;
    next.focus = this.focus;
    for (const [conversationId, sessionId] of this.sessions) next.sessions.set(conversationId, sessionId);
    return next;
  }

  /** Another tab of the same browser. */
  openTab(options: TabOptions = {}): TraceTab {
    return new TraceTab({
      server: this.server,
      browser: this.browser,
      latencyMs: this.latencyMs,
      ...options,
    });
  }
}

/** The first load of a tab, on a page of a shop. */
export function openTab(options: TabOptions = {}): TraceTab {
  return new TraceTab(options);
}

function sessionIdOf(conversationId: string, deviceId: string): string {
  return `5e551011-0000-5000-8000-${conversationId.slice(-6)}${deviceId.slice(-6)}`;
}
