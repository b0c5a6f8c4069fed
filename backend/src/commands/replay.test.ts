import { randomUUID } from 'node:crypto';
import { type ContactView, emptyView, foldChanges, foldSnapshot } from '@hilo/shared/view/contact-view.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../audit/audit.ts';
import { presentMessage } from '../presenters/present-message.ts';
import { selectMessagesBefore } from '../sql/select-messages.ts';
import { addNote } from './add-note.ts';
import { agentRead } from './agent-read.ts';
import { assign } from './assign.ts';
import type { Happening } from './contract.ts';
import { inbox } from './inbox.ts';
import { redact } from './redact.ts';
import { reopen } from './reopen.ts';
import { take } from './take.ts';
import {
  answer,
  fetchSince,
  identifyAs,
  load,
  rate,
  read,
  send,
  settle,
  start,
  tell,
} from './testing/acts.ts';
import {
  adopt,
  createRandom,
  deliver,
  fresh,
  hear,
  type InboxView,
  newPerson,
  type Person,
  type Random,
  tolerate,
} from './testing/simulation.ts';
import { createWorld, newVisitor, type TestCompany, type World } from './testing/world.ts';

const operationCount = 300;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

interface Run {
  company: TestCompany;
  people: Person[];
  inbox: InboxView;
  random: Random;
  userId: string;
  done: Map<string, number>;
}

describe.each([
  { policy: 'single', seed: 1 },
  { policy: 'multiple', seed: 2 },
] as const)('[R2.E] folding equals fetching, under policy $policy', ({ policy, seed }) => {
  it(`after each of ${operationCount} random operations, and by sync from every version before`, async () => {
    const company = await world.found({ policy });
    const userId = randomUUID();
    const run: Run = {
      company,
      people: [],
      inbox: new Map(),
      random: createRandom(seed),
      userId,
      done: new Map(),
    };
    const user = newPerson(newVisitor(company));
    const identified = await identifyAs(world, company, user.visitor, userId);
    adopt(user, identified.visitor, identified.answer.snapshot);
    run.people.push(user, newPerson(newVisitor(company)));

    for (let n = 0; n < operationCount; n++) {
      const name = run.random.pick(Object.keys(operations))!;
      const happenings = await operations[name]!(run);
      if (happenings) run.done.set(name, (run.done.get(name) ?? 0) + 1);
      deliver(happenings ?? [], run.people, run.inbox);
      for (const person of run.people) await compare(person, `operation ${n}: ${name}`);
      await compareInbox(run);
      if (n % 50 === 49) for (const person of run.people) await syncFromEverywhere(person);
    }
    for (const person of run.people) await syncFromEverywhere(person);
    // It is worth something only if everything happened, and was allowed, at least once.
    expect([...run.done.keys()].sort()).toEqual(Object.keys(operations).sort());
    const { results } = await audit(world.pool, { companyId: company.companyId });
    expect(results.filter(({ findings }) => findings.length > 0)).toEqual([]);
  }, 120_000);
});

/** What may be done. Each answers with what happened, or with nothing where it was refused or there was nothing to do. */
const operations: Record<string, (run: Run) => Promise<Happening[] | undefined>> = {
  start: (run) => byVisitor(run, (person) => start(world, person.visitor)),
  newChat: (run) =>
    // Rarely: a page of conversations is to hold them all.
    run.random.next() < 0.3
      ? byVisitor(run, (person) =>
          start(world, person.visitor, {
            intent: 'new',
            replacesConversationId: conversationOf(run, person) ?? null,
          }),
        )
      : Promise.resolve(undefined),
  send: (run) =>
    inOwn(run, (person, id) => send(world, person.visitor, id, { body: `text ${run.random.next()}` })),
  sendAgain: (run) =>
    inOwn(run, (person, id) => {
      const known = run.random.pick(
        person.acting.threads[id]?.messages.filter((m) => m.author.kind === 'visitor') ?? [],
      );
      if (!known) return undefined;
      const { clientMessageId, body } = known;
      return send(world, person.visitor, id, { clientMessageId, body: body ?? 'redacted' });
    }),
  read: (run) =>
    inOwn(run, (person, id) => {
      const message = run.random.pick(person.acting.threads[id]?.messages ?? []);
      return message && read(world, person.visitor, id, message.messageId);
    }),
  tell: (run) =>
    byVisitor(run, (person) => tell(world, person.visitor, { name: `Name ${run.random.next()}` })),
  survey: (run) =>
    inOwn(run, (person, id) => {
      const cycle = person.acting.conversations[id]?.survey?.cycle;
      const rating = 1 + Math.floor(run.random.next() * 5);
      return cycle
        ? rate(world, person.visitor, id, cycle, { kind: 'rated', rating, comment: null })
        : undefined;
    }),
  identify: async (run) => {
    // The anonymous one becomes the user, and somebody new comes along.
    if (run.random.next() < 0.8) return undefined;
    const person = run.people[1]!;
    const known = person.listening.contactId;
    const done = await identifyAs(world, run.company, person.visitor, run.userId);
    adopt(person, done.visitor, done.answer.snapshot);
    run.people[1] = newPerson(newVisitor(run.company));
    return known && done.answer.mergedContactId ? done.happenings : undefined;
  },
  answer: (run) => byAgent(run, (conversationId) => answer(world, run.company, conversationId)),
  take: (run) =>
    byAgent(run, (conversationId) => take(world.context, run.company.agent, input({ conversationId }))),
  assign: (run) =>
    byAgent(run, (conversationId) =>
      assign(world.context, run.company.agent, {
        ...input({ conversationId }),
        body: { agentId: run.random.next() < 0.5 ? null : run.company.agent.agentId },
      }),
    ),
  solve: (run) => byAgent(run, (conversationId) => settle(world, run.company, conversationId)),
  reopen: (run) =>
    byAgent(run, (conversationId) => reopen(world.context, run.company.agent, input({ conversationId }))),
  note: (run) =>
    byAgent(run, (conversationId) =>
      addNote(world.context, run.company.agent, {
        ...input({ conversationId }),
        body: { clientNoteId: randomUUID(), body: 'A note' },
      }),
    ),
  agentRead: (run) =>
    byAgent(run, (conversationId) => {
      const message = anyMessage(run, conversationId);
      return agentRead(world.context, run.company.agent, {
        ...input({ conversationId }),
        body: { lastReadMessageId: message?.messageId ?? randomUUID() },
      });
    }),
  redact: (run) =>
    byAgent(run, (conversationId) =>
      redact(world.context, run.company.agent, {
        ...input({ conversationId, messageId: anyMessage(run, conversationId)?.messageId ?? randomUUID() }),
      }),
    ),
};

function input<Params>(params: Params) {
  return { params, query: {}, body: {} };
}

function anyMessage(run: Run, conversationId: string) {
  return run.random.pick(
    run.people.flatMap((person) => person.listening.threads[conversationId]?.messages ?? []),
  );
}

function conversationOf(run: Run, person: Person): string | undefined {
  return run.random.pick(Object.keys(person.acting.conversations));
}

type Answered = { answer: object; happenings: Happening[] };

async function byVisitor(run: Run, act: (person: Person) => Promise<Answered> | undefined) {
  const person = run.random.pick(run.people)!;
  const result = await tolerate(Promise.resolve(act(person)));
  if (!result) return undefined;
  if ('changes' in result.answer) hear(person, result.answer.changes as Parameters<typeof hear>[1]);
  return result.happenings;
}

function inOwn(run: Run, act: (person: Person, conversationId: string) => Promise<Answered> | undefined) {
  return byVisitor(run, (person) => {
    const conversationId = conversationOf(run, person);
    return conversationId ? act(person, conversationId) : undefined;
  });
}

async function byAgent(run: Run, act: (conversationId: string) => Promise<Answered>) {
  const conversationId = run.random.pick([...run.inbox.keys()]);
  if (!conversationId) return undefined;
  return (await tolerate(act(conversationId)))?.happenings;
}

async function compare(person: Person, when: string): Promise<void> {
  if (person.listening.contactId === null) return;
  const now = await fresh(world, person);
  for (const view of [person.listening, person.acting]) {
    expect({ ...view, threads: {}, hasMoreConversations: false }, when).toEqual({ ...now, threads: {} });
    await compareThreads(person, view, when);
  }
}

async function compareThreads(person: Person, view: ContactView, when: string): Promise<void> {
  const { companyId } = person.visitor.caller;
  for (const [conversationId, thread] of Object.entries(view.threads)) {
    const page = { companyId, conversationId, beforeSeq: null, rowsMax: 1_000 };
    const rows = (await selectMessagesBefore(world.pool, page)).map(presentMessage);
    expect(thread.messages, when).toEqual(rows);
  }
}

/** Nothing of an inbox row changes without its revision, and nothing happens without agents being told. */
async function compareInbox({ company, inbox: known }: Run): Promise<void> {
  const { answer: page } = await inbox(world.context, company.agent, {
    params: {},
    query: { filter: 'all' },
    body: undefined,
  });
  for (const row of page.conversations) expect(known.get(row.conversationId)).toEqual(row);
  if (!page.hasMore) expect(known.size).toBe(page.conversations.length);
}

/** A client that slept since any version there was wakes up with the same picture, threads included. */
async function syncFromEverywhere(person: Person): Promise<void> {
  if (person.listening.contactId === null) return;
  const now = await fresh(world, person);
  for (const [cursor, past] of person.past) {
    let view = past;
    for (let more = true; more; ) {
      const { answer: synced } = await fetchSince(world, person.visitor, `${view.contactId}:${view.version}`);
      if (synced.kind === 'reset') throw new Error(`sync from ${cursor} was reset: ${synced.reason}`);
      const { view: next, outcome } = foldChanges(view, synced.changes);
      expect(outcome).not.toBe('hole');
      view = next;
      more = synced.more;
    }
    expect({ ...view, threads: {} }, `sync from ${cursor}`).toEqual({ ...now, threads: {} });
    expect(Object.keys(view.threads).sort()).toEqual(Object.keys(person.listening.threads).sort());
    await compareThreads(person, view, `sync from ${cursor}`);
  }
}

describe('a client that starts from a snapshot with a thread', () => {
  it('sees by events what it would see by loading again', async () => {
    const company = await world.found();
    const visitor = newVisitor(company);
    const { conversationId } = (await start(world, visitor)).answer;
    for (let n = 0; n < 60; n++) await send(world, visitor, conversationId, { body: `${n}` });
    const before = await load(world, visitor, conversationId);
    expect(before.thread).toMatchObject({ hasEarlier: true });
    expect(before.thread?.messages).toHaveLength(50);
    const sent = await answer(world, company, conversationId);
    let view = foldSnapshot(emptyView, before);
    for (const happening of sent.happenings) {
      if (happening.kind === 'contact') view = foldChanges(view, happening.changes).view;
    }
    expect(view.threads[conversationId]?.messages.map((message) => message.seq)).toEqual(
      Array.from({ length: 51 }, (_, n) => n + 11),
    );
  });
});
