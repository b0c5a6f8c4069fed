import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Changes, Snapshot } from '@hilo/shared/protocol/shapes.ts';
import { type ContactView, emptyView, foldChanges, foldSnapshot } from '@hilo/shared/view/contact-view.ts';
import { HiloError } from '../../hilo-error.ts';
import type { Happening } from '../contract.ts';
import { load } from './acts.ts';
import type { TestVisitor, World } from './world.ts';

/** One contact's clients: a tab that hears only events, and one that also folds the answers to its own commands. */
export interface Person {
  visitor: TestVisitor;
  listening: ContactView;
  acting: ContactView;
  /** Views as they were at each version: what a client that slept since then holds. */
  past: Map<string, ContactView>;
}

export function newPerson(visitor: TestVisitor): Person {
  return { visitor, listening: emptyView, acting: emptyView, past: new Map() };
}

/** Takes what a snapshot says, as after identify. */
export function adopt(person: Person, visitor: TestVisitor, snapshot: Snapshot): void {
  person.visitor = visitor;
  person.listening = person.acting = foldSnapshot(emptyView, snapshot);
  person.past.clear();
}

/** What agents know from events alone. */
export type InboxView = Map<string, InboxConversation>;

/** Delivers what happened, in order, to whomever it concerns. */
export function deliver(happenings: readonly Happening[], people: readonly Person[], inbox: InboxView): void {
  for (const happening of happenings) {
    if (happening.kind === 'inbox') {
      const { conversation } = happening.change;
      const known = inbox.get(conversation.conversationId);
      if (!known || conversation.revision >= known.revision)
        inbox.set(conversation.conversationId, conversation);
    }
    if (happening.kind !== 'contact') continue;
    for (const person of people) {
      if (person.listening.contactId !== happening.contactId) continue;
      person.listening = fold(person.listening, happening.changes);
      person.acting = fold(person.acting, happening.changes);
      remember(person);
    }
  }
}

/** The answer to a person's own command, which may come before or after the event. */
export function hear(person: Person, changes: Changes): void {
  person.acting = fold(person.acting, changes);
  // The first write makes the contact; from then on its events are heard.
  if (person.listening.contactId === null) person.listening = fold(person.listening, changes);
  remember(person);
}

function fold(view: ContactView, changes: Changes): ContactView {
  const { view: next, outcome } = foldChanges(view, changes);
  if (outcome === 'hole') throw new Error(`a hole between ${view.version} and ${changes.from}`);
  return next;
}

function remember({ listening, past }: Person): void {
  past.set(`${listening.contactId}:${listening.version}`, listening);
}

/** What a page load now would show. */
export async function fresh(world: World, person: Person): Promise<ContactView> {
  return foldSnapshot(emptyView, await load(world, person.visitor));
}

/** mulberry32: the same numbers for the same seed. */
export function createRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: <T>(items: readonly T[]): T | undefined => items[Math.floor(next() * items.length)],
  };
}
export type Random = ReturnType<typeof createRandom>;

const expected = new Set([
  'another_open',
  'conversation_archived',
  'conversation_not_open',
  'survey_answered',
  'survey_not_due',
  'not_found',
]);

/** Refusals are part of life; anything else is a bug. */
export async function tolerate<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof HiloError && expected.has(error.code)) return undefined;
    throw error;
  }
}
