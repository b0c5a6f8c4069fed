import { limits } from '@hilo/shared/limits.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { AnswerOf } from './events.ts';
import { canAsk } from './identity.ts';
import { take } from './incoming.ts';
import type { Entry, Intention } from './model.ts';
import { ask } from './request.ts';
import { emit, isFree, type Step, set } from './step.ts';
import { stopTyping } from './typing.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the server refuses them, and nobody meant to send them
const unsendable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** Where the draft on screen belongs. */
export function draftKey(s: Step): string {
  return s.m.focus.kind === 'conversation' ? s.m.focus.conversationId : 'new';
}

/** "Send": the message is in storage before anything is asked of the network. */
export function write(s: Step): void {
  const { m } = s;
  const key = draftKey(s);
  const body = (m.drafts[key] ?? '').replace(unsendable, '').trim();
  if (!body || body.length > limits.messageBodyCharsMax || m.outbox.length >= limits.outboxMessagesMax)
    return;
  // "New chat" was asked for and is on its way: the words wait for it, they are not meant for the old one.
  if (m.starting?.intent === 'new' && key !== 'new') return;
  const conversationId = key === 'new' ? null : key;
  if (conversationId && m.view.conversations[conversationId]?.status === 'archived') return;
  const writtenAt = Math.max(s.stamp.epochMs, m.lastWrittenAt + 1);
  const entry: Entry = {
    clientMessageId: s.stamp.ids[0],
    conversationId,
    contactId: m.view.contactId,
    body,
    writtenAt,
    status: 'queued',
    attempts: 0,
    error: null,
    otherConversationId: null,
    ...(!conversationId && { start: startOf(s) }),
  };
  const { [key]: _sent, ...drafts } = m.drafts;
  set(s, { drafts, lastWrittenAt: writtenAt, outbox: [...m.outbox, entry] });
  save(s, entry);
  stopTyping(s, conversationId);
}

function startOf({ m, stamp }: Step): Intention {
  const { starting } = m;
  return starting
    ? intentionOf(starting)
    : { clientStartId: stamp.ids[1], intent: 'open', replacesConversationId: null };
}

/** The wish alone. */
export function intentionOf({ clientStartId, intent, replacesConversationId }: Intention): Intention {
  return { clientStartId, intent, replacesConversationId };
}

export function change(s: Step, clientMessageId: string, next: Partial<Entry>): void {
  const outbox = s.m.outbox.map((e) => (e.clientMessageId === clientMessageId ? { ...e, ...next } : e));
  set(s, { outbox });
}

function save(s: Step, entry: Entry): void {
  const { clientMessageId, status: _, attempts: _a, gone: _g, takeOverAtMs: _t, ...lasting } = entry;
  emit(s, { type: 'store', key: `outbox:${clientMessageId}`, value: JSON.stringify(lasting) });
}

export function changeAndSave(s: Step, clientMessageId: string, next: Partial<Entry>): void {
  change(s, clientMessageId, next);
  const entry = findEntry(s, clientMessageId);
  if (entry) save(s, entry);
}

export function findEntry(s: Step, clientMessageId: string): Entry | undefined {
  return s.m.outbox.find((e) => e.clientMessageId === clientMessageId);
}

export function drop(s: Step, which: (entry: Entry) => boolean): void {
  const outbox = s.m.outbox.filter((entry) => {
    const dropped = which(entry);
    if (dropped) emit(s, { type: 'remove', key: `outbox:${entry.clientMessageId}` });
    return !dropped;
  });
  if (outbox.length < s.m.outbox.length) set(s, { outbox });
}

/** The row is here, by whatever road: answer, live event or history. Its client id says so (C4–C6). */
export function clearDelivered(s: Step, messages: readonly Message[]): void {
  const ids = new Set(messages.map((message) => message.clientMessageId));
  drop(s, (entry) => ids.has(entry.clientMessageId));
}

/** After a sync everything accepted is in the view. */
export function clearGone(s: Step): void {
  drop(s, (entry) => entry.gone === true);
}

/** Entries of somebody else stay in storage, unseen; only their own contact (or its survivor) sends them. */
export function keepOwn(s: Step): void {
  const { contactId, contact } = s.m.view;
  const own = (id: string | null) => id === null || id === contactId || contact?.aliases.includes(id);
  set(s, { outbox: s.m.outbox.filter((entry) => own(entry.contactId)) });
}

/** A start was answered: what was written for it now has its conversation. */
export function bind(s: Step, conversationId: string, clientStartId: string | undefined): void {
  for (const entry of unboundOf(s, clientStartId)) {
    changeAndSave(s, entry.clientMessageId, { conversationId, contactId: s.m.view.contactId });
  }
}

/** What was written for a start and waits for its answer. */
export function unboundOf(s: Step, clientStartId: string | undefined): Entry[] {
  return s.m.outbox.filter((e) => !e.conversationId && e.start?.clientStartId === clientStartId);
}

/** Whether this tab sends it: written here, or left behind by another. */
export function isOurs(s: Step, entry: Entry): boolean {
  return (entry.takeOverAtMs ?? 0) <= s.stamp.at;
}

/** First in, first out per conversation, one in flight in each. A failed one steps aside, visibly. */
export function pump(s: Step): void {
  const seen = new Set<string>();
  for (const entry of [...s.m.outbox].sort((a, b) => a.writtenAt - b.writtenAt)) {
    const { conversationId } = entry;
    if (!conversationId || entry.status === 'failed' || entry.gone || seen.has(conversationId)) continue;
    seen.add(conversationId);
    const lane = `send:${conversationId}`;
    if (entry.status !== 'sending' && isOurs(s, entry) && canAsk(s) && isFree(s, lane)) {
      send(s, entry, lane, conversationId);
    }
  }
}

function send(s: Step, { clientMessageId, body }: Entry, lane: string, conversationId: string): void {
  change(s, clientMessageId, { status: 'sending' });
  ask(s, 'sendMessage', `conversations/${conversationId}/messages`, {
    lane,
    about: clientMessageId,
    body: { clientMessageId, body },
  });
}

export function sent(s: Step, { changes }: AnswerOf<'sendMessage'>, about: string): void {
  // Accepted: whatever becomes of the fold below, it is never sent again.
  change(s, about, { gone: true });
  emit(s, { type: 'remove', key: `outbox:${about}` });
  take(s, changes);
}

export function sendDelayed(s: Step, clientMessageId: string): void {
  const attempts = (findEntry(s, clientMessageId)?.attempts ?? 0) + 1;
  change(s, clientMessageId, { status: 'waiting', attempts });
}
