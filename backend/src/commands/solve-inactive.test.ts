import pg from 'pg';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { solveInactive } from './solve-inactive.ts';
import { load, send, start, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type TestVisitor, type World } from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found({ solveAfterMs: 3_600_000 });
});
afterAll(() => world.end());

const age = (conversationId: string) =>
  world.pool.query(sql.unsafe`
    UPDATE conversations SET last_activity_at = now() - interval '2 hours' WHERE conversation_id = ${conversationId}`);

const statusOf = async (visitor: TestVisitor) => (await load(world, visitor)).conversations[0]?.status;

describe('solveInactive', () => {
  it('solves what its company’s rule calls over, and nothing else', async () => {
    const quiet = newVisitor(company);
    const recent = newVisitor(company);
    const silent = newVisitor(company);
    const ruleless = await world.found();
    const elsewhere = newVisitor(ruleless);
    await age(await talk(world, quiet));
    await talk(world, recent);
    await age((await start(world, silent)).answer.conversationId);
    await age(await talk(world, elsewhere));

    const { happenings } = await solveInactive(world.context);
    expect(happenings.map((happening) => happening.kind)).toEqual(['contact', 'inbox']);
    expect(happenings[1]).toMatchObject({
      change: { history: [{ to: 'solved', cause: 'inactivity', actor: { kind: 'system', name: null } }] },
    });
    expect(await statusOf(quiet)).toBe('solved');
    expect(await statusOf(recent)).toBe('waiting');
    expect(await statusOf(silent)).toBe('waiting');
    expect(await statusOf(elsewhere)).toBe('waiting');
    expect((await solveInactive(world.context)).happenings).toEqual([]);
  });

  it('waits for nobody: a contact that is busy is left for the next time', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    await age(conversationId);
    const { contactId } = await load(world, visitor);
    const busy = new pg.Client({ connectionString: world.pool.configuration.connectionUri });
    await busy.connect();
    await busy.query('BEGIN');
    await busy.query('SELECT 1 FROM contacts WHERE contact_id = $1 FOR UPDATE', [contactId]);
    expect((await solveInactive(world.context)).happenings).toEqual([]);
    await busy.end();
    expect((await solveInactive(world.context)).happenings).toHaveLength(2);
    await send(world, visitor, conversationId);
    expect(await statusOf(visitor)).toBe('waiting');
    // Reopening is activity.
    expect((await solveInactive(world.context)).happenings).toEqual([]);
  });

  it('two sweepers at once solve each conversation once', async () => {
    const visitors = Array.from({ length: 6 }, () => newVisitor(company));
    for (const visitor of visitors) await age(await talk(world, visitor));
    const rounds = await Promise.all([solveInactive(world.context), solveInactive(world.context)]);
    const solved = rounds
      .flatMap((round) => round.happenings)
      .filter((happening) => happening.kind === 'inbox');
    expect(solved).toHaveLength(6);
  });
});
