import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetIdleTokens } from './forget-idle-tokens.ts';
import { codeOf, send, start, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestVisitor, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const unusedFor = ({ caller }: TestVisitor, days: number) =>
  world.pool.query(sql.unsafe`
    UPDATE visitor_tokens SET last_used_at = now() - ${days}::integer * interval '1 day'
    WHERE token_hash = ${sql.binary(caller.tokenHash!)}`);

describe('forgetIdleTokens', () => {
  it('forgets what nobody used for 400 days; writing, or starting, is using', async () => {
    const company = await world.found();
    const [idle, writing, starting] = [newVisitor(company), newVisitor(company), newVisitor(company)];
    const conversationId = await talk(world, idle);
    const written = await talk(world, writing);
    await talk(world, starting);
    for (const visitor of [idle, writing, starting]) await unusedFor(visitor, 401);
    await send(world, writing, written);
    await start(world, starting);
    expect(await forgetIdleTokens(world.context)).toBe(1);
    expect(await forgetIdleTokens(world.context)).toBe(0);
    expect(await codeOf(send(world, idle, conversationId))).toBe('token_unknown');
    await send(world, writing, written);
  });
});
