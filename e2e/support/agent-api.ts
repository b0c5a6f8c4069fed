import { randomBytes, randomUUID } from 'node:crypto';
import { agentRoutes } from '@hilo/shared/protocol/agent-routes.ts';
import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { AgentRouteName, Answer, Body } from '@hilo/shared/protocol/routes.ts';
import { expect } from '@playwright/test';

/** An agent who works over HTTP: what the inbox asks for, without the inbox. */
export class AgentApi {
  readonly agent: Answer<'signIn'>['agent'];

  private constructor(
    private readonly origin: string,
    /** What the inbox keeps in its browser once somebody has signed in. */
    readonly session: Answer<'signIn'>,
  ) {
    this.agent = session.agent;
  }

  static async signIn(origin: string, email: string, password: string): Promise<AgentApi> {
    const answer = await ask(origin, null, 'signIn', {}, { email, password });
    return new AgentApi(origin, answer);
  }

  /** Resolves once a conversation is in the inbox: `what` is the visitor's name or a part of the last message. */
  async find(what: string): Promise<InboxConversation> {
    await expect.poll(async () => (await this.list(what)).length, `“${what}” is in the inbox`).toBe(1);
    return (await this.list(what))[0]!;
  }

  async list(search: string): Promise<InboxConversation[]> {
    return (await this.ask('inbox', {}, undefined, { filter: 'all', search })).conversations;
  }

  reply(conversationId: string, body: string): Promise<Answer<'reply'>> {
    return this.ask('reply', { conversationId }, { clientMessageId: randomUUID(), body });
  }

  note(conversationId: string, body: string): Promise<Answer<'addNote'>> {
    return this.ask('addNote', { conversationId }, { clientNoteId: randomUUID(), body });
  }

  take(conversationId: string): Promise<Answer<'take'>> {
    return this.ask('take', { conversationId }, {});
  }

  solve(conversationId: string): Promise<Answer<'solve'>> {
    return this.ask('solve', { conversationId }, {});
  }

  reopen(conversationId: string): Promise<Answer<'reopen'>> {
    return this.ask('reopen', { conversationId }, {});
  }

  redact(conversationId: string, messageId: string): Promise<Answer<'redact'>> {
    return this.ask('redact', { conversationId, messageId }, {});
  }

  /** As looking at the thread does: the visitor sees "Seen". */
  async read(conversationId: string): Promise<void> {
    const { messages } = await this.thread(conversationId);
    const lastReadMessageId = messages.at(-1)?.messageId;
    if (lastReadMessageId) await this.ask('agentRead', { conversationId }, { lastReadMessageId });
  }

  thread(conversationId: string): Promise<Answer<'thread'>> {
    return this.ask('thread', { conversationId });
  }

  contact(contactId: string): Promise<Answer<'contact'>> {
    return this.ask('contact', { contactId });
  }

  /** What was said, in order: `visitor: …`, `agent: …`. */
  async said(conversationId: string): Promise<string[]> {
    const { messages } = await this.thread(conversationId);
    return messages.map(({ author, body }) => `${author.kind}: ${body}`);
  }

  private ask<Name extends AgentRouteName>(
    name: Name,
    params: Record<string, string>,
    body?: Body<Name>,
    query?: Record<string, string>,
  ): Promise<Answer<Name>> {
    return ask(this.origin, this.session.token, name, params, body, query);
  }
}

async function ask<Name extends AgentRouteName>(
  origin: string,
  token: string | null,
  name: Name,
  params: Record<string, string>,
  body?: unknown,
  query: Record<string, string> = {},
): Promise<Answer<Name>> {
  const { method, path } = agentRoutes[name];
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const url = new URL(filled, origin);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  const response = await fetch(url, {
    method,
    headers: {
      traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${name} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer as Answer<Name>;
}
