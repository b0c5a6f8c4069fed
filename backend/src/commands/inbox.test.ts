import { randomUUID } from 'node:crypto';
import { limits } from '@hilo/shared/limits.ts';
import type { InboxFilter } from '@hilo/shared/protocol/inbox-shapes.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { assign } from './assign.ts';
import { inbox } from './inbox.ts';
import { inboxSync } from './inbox-sync.ts';
import { reopen } from './reopen.ts';
import { take } from './take.ts';
import { answer, codeOf, send, settle, start, talk, tell } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type World } from './testing/world.ts';
import { thread } from './thread.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const list = async (
  company: TestCompany,
  filter: InboxFilter,
  query: { after?: string; search?: string } = {},
) =>
  (await inbox(world.context, company.agent, { params: {}, query: { filter, ...query }, body: undefined }))
    .answer;

const changedSince = async (company: TestCompany, cursor: string) =>
  (await inboxSync(world.context, company.agent, { params: {}, query: { cursor }, body: undefined })).answer;

/**
 * A cursor from which nothing is left to tell. Rows are told again while any transaction on the server runs that is as
 * old, and other test files have theirs there: each try goes on from where the one before came to.
 */
const quietSince = (company: TestCompany, cursor: string) => {
  let at = cursor;
  return vi.waitFor(
    async () => {
      const page = await changedSince(company, at);
      at = page.cursor;
      expect(page.conversations).toEqual([]);
      return at;
    },
    { timeout: 50_000 },
  );
};

const quietCursor = async (company: TestCompany) => quietSince(company, (await list(company, 'all')).cursor);

const input = (conversationId: string) => ({ params: { conversationId }, query: {}, body: {} });

describe('inbox', () => {
  it('[H2] lists by status and assignee with counts, longest waiting first, else latest activity first', async () => {
    const company = await world.found();
    const [a, b, c, d] = [
      await talk(world, newVisitor(company)),
      await talk(world, newVisitor(company)),
      await talk(world, newVisitor(company)),
      await talk(world, newVisitor(company)),
    ] as const;
    await start(world, newVisitor(company));
    await take(world.context, company.agent, input(c));
    await answer(world, company, d);
    await settle(world, company, d);
    const ids = async (filter: InboxFilter) =>
      (await list(company, filter)).conversations.map((row) => row.conversationId);
    expect(await ids('waiting')).toEqual([a, b]);
    expect(await ids('active')).toEqual([c]);
    expect(await ids('mine')).toEqual([c]);
    expect(await ids('solved')).toEqual([d]);
    expect(await ids('all')).toEqual([d, c, b, a]);
    expect((await list(company, 'all')).counts).toEqual({ waiting: 2, active: 1, solved: 1, mine: 1 });
  });

  it('says since when the visitor waits: from the first unanswered message, until an agent writes', async () => {
    const company = await world.found();
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const waitingSince = async () => (await list(company, 'all')).conversations[0]?.waitingSince;
    const since = await waitingSince();
    await send(world, visitor, conversationId);
    expect(await waitingSince()).toBe(since);
    await answer(world, company, conversationId);
    expect(await waitingSince()).toBeNull();
    await send(world, visitor, conversationId);
    expect(await waitingSince()).toBeGreaterThan(since!);
    await settle(world, company, conversationId);
    expect(await waitingSince()).toBeNull();
  });

  it('pages by key, each conversation once', async () => {
    const company = await world.found();
    for (let n = 0; n < limits.inboxPageMax + 3; n++) await talk(world, newVisitor(company));
    for (const filter of ['waiting', 'all'] as const) {
      const first = await list(company, filter);
      const second = await list(company, filter, { after: first.conversations.at(-1)?.conversationId });
      expect([first.hasMore, second.hasMore]).toEqual([true, false]);
      const ids = [...first.conversations, ...second.conversations].map((row) => row.conversationId);
      expect(new Set(ids).size).toBe(limits.inboxPageMax + 3);
    }
    expect(await codeOf(list(company, 'all', { after: randomUUID() }))).toBe('not_found');
  });

  it('searches name, e-mail and last message, and takes what is typed literally', async () => {
    const company = await world.found();
    const ana = newVisitor(company);
    await tell(world, ana, { name: 'Ana Peña', email: 'ana_p@example.com' });
    const first = await talk(world, ana, 'About my order');
    const second = await talk(world, newVisitor(company), 'A discount of 50% please');
    const found = async (search: string) =>
      (await list(company, 'all', { search })).conversations.map((row) => row.conversationId);
    expect(await found('peña')).toEqual([first]);
    expect(await found('ana_p@')).toEqual([first]);
    expect(await found('MY ORDER')).toEqual([first]);
    expect(await found('50%')).toEqual([second]);
    expect(await found('%')).toEqual([second]);
    expect(await found('a\\b')).toEqual([]);
    expect(await found(' \0 ')).toEqual([second, first]);
  });
});

describe('inboxSync', () => {
  it('brings what changed, whole, and nothing else once all transactions have ended', async () => {
    const company = await world.found();
    const first = await talk(world, newVisitor(company));
    const cursor = await quietCursor(company);
    const second = await talk(world, newVisitor(company));
    const changes = await changedSince(company, cursor);
    expect(changes.conversations.map((row) => row.conversationId)).toEqual([second]);
    const after = await quietSince(company, changes.cursor);
    await answer(world, company, first);
    expect((await changedSince(company, after)).conversations).toMatchObject([{ conversationId: first }]);
  });

  it('[B2] never misses a transaction that commits late', async () => {
    const company = await world.found();
    const late = await talk(world, newVisitor(company));
    const before = await quietCursor(company);
    const client = new pg.Client({ connectionString: world.pool.configuration.connectionUri });
    await client.connect();
    try {
      // It takes its place in the order now, and is seen only when it commits.
      await client.query('BEGIN');
      await client.query('UPDATE conversations SET contact_id = contact_id WHERE conversation_id = $1', [
        late,
      ]);
      const quick = await talk(world, newVisitor(company));
      const during = await changedSince(company, before);
      expect(during.conversations.map((row) => row.conversationId)).toEqual([quick]);
      await client.query('COMMIT');
      const after = await changedSince(company, during.cursor);
      expect(after.conversations.map((row) => row.conversationId)).toContain(late);
      await quietSince(company, after.cursor);
    } finally {
      await client.end();
    }
  });

  it('pages through a long absence, and ends, also while an old transaction is running', async () => {
    const company = await world.found();
    const { cursor } = await list(company, 'all');
    const count = limits.syncRowsMax + 30;
    const visitors = Array.from({ length: count }, () => newVisitor(company));
    const talks = (from: number, to: number) =>
      Promise.all(visitors.slice(from, to).map((who) => talk(world, who)));
    await talks(0, count - 20);
    const client = new pg.Client({ connectionString: world.pool.configuration.connectionUri });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_current_xact_id()');
      await talks(count - 20, count);
      const seen = new Set<string>();
      let at = cursor;
      let pages = 0;
      for (let more = true; more; pages++) {
        const page = await changedSince(company, at);
        for (const row of page.conversations) seen.add(row.conversationId);
        ({ cursor: at, more } = page);
        expect(pages).toBeLessThan(10);
      }
      expect(pages).toBeGreaterThan(1);
      expect(seen.size).toBe(count);
    } finally {
      await client.end();
    }
  });

  it('refuses a cursor from the future of another database, and one that is no transaction id', async () => {
    const company = await world.found();
    for (const cursor of ['18446744073709551615', '99999999999999999999']) {
      expect(await codeOf(changedSince(company, cursor))).toBe('invalid_cursor');
    }
  });
});

describe('what agents do', () => {
  it('[H1] [H3] take, assign, solve and reopen, each of them twice without harm', async () => {
    const company = await world.found();
    const { agent } = company;
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const taken = await take(world.context, agent, input(conversationId));
    expect(taken.answer.change).toMatchObject({
      conversation: { status: 'active', assignee: { agentId: agent.agentId, name: 'Marta' } },
      history: [
        { from: 'waiting', to: 'active', cause: 'agent_took', actor: { kind: 'agent', name: 'Marta' } },
      ],
    });
    expect(taken.happenings.map((happening) => happening.kind)).toEqual(['contact', 'inbox']);
    expect((await take(world.context, agent, input(conversationId))).happenings).toEqual([]);
    const assignTo = (agentId: string | null) =>
      assign(world.context, agent, { ...input(conversationId), body: { agentId } });
    expect((await assignTo(null)).answer.change.conversation).toMatchObject({
      assignee: null,
      status: 'active',
    });
    expect(await codeOf(assignTo(randomUUID()))).toBe('not_found');
    await settle(world, company, conversationId);
    expect((await settle(world, company, conversationId)).happenings).toEqual([]);
    expect(await codeOf(take(world.context, agent, input(conversationId)))).toBe('conversation_not_open');
    expect(await codeOf(assignTo(agent.agentId))).toBe('conversation_not_open');
    await reopen(world.context, agent, input(conversationId));
    expect((await reopen(world.context, agent, input(conversationId))).happenings).toEqual([]);
    const { answer: given } = await thread(world.context, agent, {
      ...input(conversationId),
      body: undefined,
    });
    expect(given.history.map((row) => row.cause)).toEqual([
      'started',
      'agent_took',
      'agent_solved',
      'agent_reopened',
    ]);
  });

  it('a reopening gives way to another that is open, and an archived one stays as it is', async () => {
    const company = await world.found();
    const visitor = newVisitor(company);
    const old = await talk(world, visitor);
    await settle(world, company, old);
    const open = await talk(world, visitor);
    const refused = reopen(world.context, company.agent, input(old));
    await expect(refused).rejects.toMatchObject({ code: 'another_open', extra: { conversationId: open } });
    await start(world, visitor, { intent: 'new', replacesConversationId: open });
    for (const act of [
      reopen,
      (...args: Parameters<typeof reopen>) => settle(world, company, args[2].params.conversationId),
    ]) {
      expect(await codeOf(act(world.context, company.agent, input(open)))).toBe('conversation_archived');
    }
    expect(await codeOf(answer(world, company, open))).toBe('conversation_archived');
  });
});
