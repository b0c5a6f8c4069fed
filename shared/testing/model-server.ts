import { type ErrorCode, errors } from '../src/errors.ts';
import type { Answer, VisitorRouteName } from '../src/protocol/routes.ts';
import type { Changes, WidgetConfig } from '../src/protocol/shapes.ts';
import { isOpen, missingPrechatFields } from '../src/view/selectors.ts';
import { snapshotOf, syncPage, threadPage } from './model-server/read.ts';
import { ModelStore, Refusal, type StoredContact } from './model-server/store.ts';

/** What the model is asked: a route with its parts, as the widget would send it. */
export interface ModelRequest {
  route: VisitorRouteName;
  token: string | null;
  /** The conversation in the path. */
  id: string;
  query: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of all routes; the real validators have their own tests
  body: any;
}

export type ModelOutcome =
  | { ok: true; answer: Answer<VisitorRouteName> }
  | { ok: false; code: ErrorCode; conversationId: string | null; missing: string[] | null };

/** What sockets of a contact are told. */
export type ModelEvent =
  | { kind: 'changes'; changes: Changes }
  | { kind: 'tokens_revoked'; tokens: readonly string[] };

/**
 * The protocol's meaning in memory, for simulations: pure, seeded, one request at a time. It is no stand-in for the
 * backend, whose own tests run on the real database; it says what the widget may rely on.
 */
export class ModelServer {
  readonly store: ModelStore;
  readonly widget: WidgetConfig;

  constructor(widget: WidgetConfig, random: () => number) {
    this.widget = widget;
    this.store = new ModelStore(widget, random);
  }

  /** Runs one request at a time on the server's clock (ms since the epoch) and answers with what sockets then hear. */
  handle(request: ModelRequest, nowMs: number): { outcome: ModelOutcome; events: ModelEvent[] } {
    this.store.nowMs = nowMs;
    try {
      const answer = this.answer(request) as Answer<VisitorRouteName>;
      return { outcome: { ok: true, answer: structuredClone(answer) }, events: this.store.takeEvents() };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.store.rollBack();
      const { code, conversationId, missing } = error;
      return { outcome: { ok: false, code, conversationId, missing }, events: this.store.takeEvents() };
    }
  }

  /** Something an agent does; answers with what sockets then hear. */
  agent(nowMs: number, act: (store: ModelStore) => void): ModelEvent[] {
    this.store.nowMs = nowMs;
    act(this.store);
    return this.store.takeEvents();
  }

  /** The contact a socket speaks for, or undefined where its token is not good. */
  findSocketContact(token: string): StoredContact | undefined {
    const known = this.store.tokens.get(token);
    return known && !known.revoked ? this.store.contactOf(token) : undefined;
  }

  statusOf(code: ErrorCode): number {
    return errors[code].status;
  }

  private answer(request: ModelRequest): unknown {
    const { token, query, body, id } = request;
    const { store } = this;
    switch (request.route) {
      case 'bootstrap':
        return this.bootstrap(token, query['focus'] ?? null);
      case 'startSession':
        return this.start(token, body);
      case 'sendMessage': {
        const contact = store.visitor(token);
        const conversation = store.conversation(contact, id);
        const { row, duplicate, changes } = store.send(
          contact,
          conversation,
          body.clientMessageId,
          body.body,
        );
        return { message: row, duplicate, changes };
      }
      case 'markRead': {
        const contact = store.visitor(token);
        const changes = store.read(contact, store.conversation(contact, id), body.lastReadMessageId);
        return { unreadCount: store.conversation(contact, id).unreadCount, changes };
      }
      case 'getConversation': {
        const contact = store.visitor(token);
        const conversation = store.conversation(contact, id);
        return { version: contact.version, conversation, thread: threadPage(store, id, null) };
      }
      case 'listMessages': {
        const contact = store.visitor(token);
        store.conversation(contact, id);
        return { version: contact.version, thread: threadPage(store, id, Number(query['beforeSeq'])) };
      }
      case 'listConversations':
        return { conversations: store.conversationsOf(store.visitor(token).contactId), hasMore: false };
      case 'prechat':
        return this.prechat(token, body);
      case 'identify':
        return this.identify(token, body);
      case 'logout':
        store.revoke(token);
        return { loggedOut: true };
      case 'answerSurvey': {
        const contact = store.visitor(token);
        return {
          changes: store.answerSurvey(contact, store.conversation(contact, id), body.cycle, body.answer),
        };
      }
      case 'sync':
        return syncPage(store, store.visitor(token), query['cursor'] ?? '', query['focus'] ?? null);
      default:
        throw new Refusal('not_found');
    }
  }

  private bootstrap(token: string | null, focus: string | null): Answer<'bootstrap'> {
    const known = token === null ? undefined : this.store.tokens.get(token);
    const contact = known && !known.revoked ? this.store.contactOf(token as string) : undefined;
    const standing = known?.revoked ? 'revoked' : contact ? 'valid' : 'unknown';
    return {
      widget: this.widget,
      token: token === null ? 'none' : standing,
      snapshot: contact ? snapshotOf(this.store, contact, focus) : null,
      serverTime: this.store.nowMs,
    };
  }

  private start(token: string | null, body: ModelRequest['body']): Answer<'startSession'> {
    const { store, widget } = this;
    const contact = store.admit(token);
    const known = contact.starts.get(body.clientStartId);
    let created = false;
    let conversationId = known;
    if (!conversationId) {
      const open = store.conversationsOf(contact.contactId).filter(isOpen);
      const replaced = open.find((row) => row.conversationId === body.replacesConversationId);
      const forced = body.intent === 'new' && (widget.policy === 'multiple' || replaced);
      if (open[0] && !forced) conversationId = open[0].conversationId;
      else {
        const missing = missingPrechatFields(widget.prechat, contact.row);
        if (missing.length) throw new Refusal('prechat_required', { missing });
        if (replaced) store.archive(replaced, 'replaced');
        conversationId = store.open(contact).conversationId;
        created = true;
      }
      contact.starts.set(body.clientStartId, conversationId);
    }
    const changes = store.commit(contact, [conversationId], true);
    return { conversationId, sessionId: store.sessionId(conversationId, body.deviceId), created, changes };
  }

  private prechat(token: string | null, body: ModelRequest['body']): Answer<'prechat'> {
    const { store, widget } = this;
    const contact = store.admit(token);
    const fields = Object.entries(body.fields).filter(([name]) => !contact.row[name as 'name']);
    if (fields.length) store.changeContact(contact, Object.fromEntries(fields));
    const changes = store.commit(contact, [], true);
    return { missing: missingPrechatFields(widget.prechat, contact.row), changes };
  }

  private identify(token: string | null, body: ModelRequest['body']): Answer<'identify'> {
    const { store } = this;
    const again = store.tokens.get(body.nextToken);
    if (again) {
      const contact = store.contactOf(body.nextToken);
      // A retry learns what the first try did: its answer may be the only one that arrives.
      const switched = !!token && store.tokens.has(token) && store.contactOf(token) !== contact;
      return { snapshot: snapshotOf(store, contact, null), switched, mergedContactId: null };
    }
    if (token && store.tokens.get(token)?.revoked) throw new Refusal('token_revoked');
    const current = token && store.tokens.has(token) ? store.contactOf(token) : undefined;
    const { userId } = body.proof;
    const { contact, switched, mergedContactId } = store.become(current, userId, body.traits);
    store.tokens.set(body.nextToken, { contactId: contact.contactId, revoked: false });
    store.revoke(token);
    return { snapshot: snapshotOf(store, contact, null), switched, mergedContactId };
  }
}
