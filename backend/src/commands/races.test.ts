import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabasePool, sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';
import { hashToken } from '../identity/hash-token.ts';
import { bootstrap } from './bootstrap.ts';
import { eraseContact } from './operator/erase-contact.ts';
import { updateWidget } from './operator/update-widget.ts';
import { codeOf, fetchSince, identifyAs, load, rate, send, settle, start, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type TestVisitor, type World } from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
});
afterAll(() => world.end());

const nothing = sql.type(z.object({}));

/** Lets `meanwhile` commit while `call` waits for the contact's lock. */
async function whileWaiting<T>(
  contactId: string,
  call: () => Promise<T>,
  meanwhile: (tx: Transaction) => Promise<unknown>,
): Promise<PromiseSettledResult<T>> {
  const turns = new EventEmitter();
  const locked = once(turns, 'locked');
  const waited = once(turns, 'waited');
  const holding = world.pool.transaction(async (tx) => {
    await tx.query(nothing`SELECT 1 FROM contacts WHERE contact_id = ${contactId} FOR UPDATE`);
    turns.emit('locked');
    await waited;
    await meanwhile(tx);
  });
  await locked;
  const calling = Promise.allSettled([call()]);
  await waitUntilBlocked();
  turns.emit('waited');
  await holding;
  return (await calling)[0];
}

async function waitUntilBlocked(): Promise<void> {
  const isBlocked = () =>
    world.pool.oneFirst(sql.type(z.object({ is: z.boolean() }))`
      SELECT EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      ) AS is`);
  while (!(await isBlocked())) await sleep(5);
}

/** The same pool, but something happens just before its nth query. */
function interrupted(n: number, meanwhile: () => Promise<unknown>): DatabasePool {
  let queries = 0;
  return new Proxy(world.pool, {
    get: (pool, name) => {
      const value = pool[name as keyof DatabasePool] as unknown;
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        queries += 1;
        if (queries === n) await meanwhile();
        return (value as (...given: unknown[]) => unknown).apply(pool, given);
      };
    },
  });
}

const revoke = (visitor: TestVisitor) => (tx: Transaction) =>
  tx.query(nothing`
    UPDATE visitor_tokens SET revoked_at = now() WHERE token_hash = ${sql.binary(hashToken(visitor.token))}`);

describe('a token that is revoked while a request waits', () => {
  it('[E12] starts nothing', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    await settle(world, company, conversationId);
    const { contactId } = await load(world, visitor);
    const result = await whileWaiting(contactId, () => start(world, visitor), revoke(visitor));
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'token_revoked' } });
  });
});

describe('a contact that goes between two looks', () => {
  it.each([
    ['merged', 'token_revoked'],
    ['erased', 'token_unknown'],
  ] as const)('%s: sync says %s', async (how, code) => {
    const { visitor, meanwhile, contactId } = await goer(how);
    const pool = interrupted(2, meanwhile);
    expect(
      await codeOf(fetchSince({ ...world, context: { ...world.context, pool } }, visitor, `${contactId}:0`)),
    ).toBe(code);
  });

  it.each([
    ['merged', 'revoked'],
    ['erased', 'unknown'],
  ] as const)('%s: bootstrap says %s', async (how, token) => {
    const { visitor, meanwhile } = await goer(how);
    const { answer } = await bootstrap(
      { ...world.context, pool: interrupted(3, meanwhile) },
      visitor.caller,
      {
        params: { widgetId: company.widgetId },
        query: {},
        body: undefined,
      },
    );
    expect(answer).toMatchObject({ token, snapshot: null });
  });

  async function goer(how: 'merged' | 'erased') {
    const visitor = newVisitor(company);
    await talk(world, visitor);
    const { contactId } = await load(world, visitor);
    const userId = randomUUID();
    await identifyAs(world, company, newVisitor(company), userId);
    const meanwhile = () =>
      how === 'merged'
        ? identifyAs(world, company, visitor, userId)
        : eraseContact(world.context, { companyId: company.companyId, contactId });
    return { visitor, contactId, meanwhile };
  }
});

describe('ids that a client chose twice', () => {
  it('a start known to both contacts does not stop their merge', async () => {
    const userId = randomUUID();
    const clientStartId = randomUUID();
    const { visitor: laptop } = await identifyAs(world, company, newVisitor(company), userId);
    const own = (await start(world, laptop, { clientStartId })).answer;
    const phone = newVisitor(company);
    await start(world, phone, { clientStartId });
    const { visitor } = await identifyAs(world, company, phone, userId);
    expect((await start(world, visitor, { clientStartId })).answer.conversationId).toBe(own.conversationId);
  });

  it('a start named like a conversation opens one all the same', async () => {
    const several = await world.found({ policy: 'multiple' });
    const visitor = newVisitor(several);
    const first = await talk(world, visitor);
    await settle(world, several, first);
    await start(world, visitor);
    await send(world, visitor, first);
    const second = (await start(world, visitor, { intent: 'new', clientStartId: first })).answer;
    expect(second).toMatchObject({ created: true });
  });
});

describe('survey', () => {
  it('a retry is a success also where the survey was switched off meanwhile', async () => {
    const other = await world.found();
    const visitor = newVisitor(other);
    const conversationId = await talk(world, visitor);
    await settle(world, other, conversationId);
    const five = { kind: 'rated', rating: 5, comment: null } as const;
    await rate(world, visitor, conversationId, 1, five);
    await updateWidget(world.context, { widgetId: other.widgetId, survey: false });
    await rate(world, visitor, conversationId, 1, five);
  });
});
