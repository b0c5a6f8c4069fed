import type { Entry, Intention, SurveyNote } from './model.ts';
import type { PrechatForm } from './state.ts';
import { isId, type Loose, loose, parse } from './stored.ts';

function idOf(value: unknown): string | null {
  return isId(value) ? value : null;
}

export function readEntry(clientMessageId: string, raw: string): Entry | undefined {
  const value = parse(raw);
  const { body, writtenAt, error } = value;
  if (!isId(clientMessageId) || typeof body !== 'string' || typeof writtenAt !== 'number') return undefined;
  const conversationId = idOf(value.conversationId);
  return {
    clientMessageId,
    conversationId,
    ...(!conversationId && { start: readStart(loose(value.start), clientMessageId) }),
    contactId: idOf(value.contactId),
    body,
    writtenAt,
    status: error ? 'failed' : 'queued',
    attempts: 0,
    error: typeof error === 'string' ? (error as Entry['error']) : null,
    otherConversationId: idOf(value.otherConversationId),
  };
}

function readStart(value: Loose, clientMessageId: string): Intention {
  return {
    // Without one, every tab still has to come to the same.
    clientStartId: idOf(value.clientStartId) ?? clientMessageId,
    intent: value.intent === 'new' ? 'new' : 'open',
    replacesConversationId: idOf(value.replacesConversationId),
  };
}

/** What the visitor once typed about themselves: prefills the form, and decides nothing (R3.5). */
export function readProfile(raw: string): PrechatForm['values'] {
  return textsOf(parse(raw), 300);
}

function textsOf(value: Loose, textCharsMax: number): Record<string, string> {
  const texts = Object.entries(value).filter(
    ([, text]) => typeof text === 'string' && text.length < textCharsMax,
  );
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Drafts and answers of surveys by `conversationId:cycle` (R3.6). */
export function readSurveys(raw: string): Record<string, SurveyNote> {
  const notes: Record<string, SurveyNote> = {};
  for (const [key, value] of Object.entries(parse(raw))) {
    const { rating, comment, done } = loose(value);
    if (!/^[0-9a-f-]{36}:\d+$/.test(key) || typeof comment !== 'string') continue;
    const stars = [1, 2, 3, 4, 5].find((n) => n === rating) ?? null;
    notes[key] = {
      rating: stars,
      comment,
      done: done === 'dismissed' || (done === 'rated' && stars) ? done : null,
    };
  }
  return notes;
}
