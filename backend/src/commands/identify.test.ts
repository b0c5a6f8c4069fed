import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contact } from './contact.ts';
import { logout } from './logout.ts';
import { rotateIdentitySecret } from './operator/rotate-identity-secret.ts';
import { resolveSession } from './resolve-session.ts';
import { answer, codeOf, fetchSince, identifyAs, load, send, start, talk, tell } from './testing/acts.ts';
import {
  createWorld,
  newVisitor,
  proofOf,
  type TestCompany,
  type World,
  withToken,
} from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
});
afterAll(() => world.end());

const count = (query: ReturnType<typeof sql.fragment>) =>
  world.pool.oneFirst(sql.type(z.object({ n: z.number() }))`SELECT count(*) AS n FROM ${query}`);

describe('identify', () => {
  it('[R3.5] makes the anonymous contact the user where there is none yet, so that its id stays', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    const before = await load(world, visitor);
    const done = await identifyAs(world, company, visitor, randomUUID(), { traits: { name: 'Ana' } });
    expect(done.answer).toMatchObject({ switched: false, mergedContactId: null });
    expect(done.answer.snapshot.contact).toMatchObject({
      contactId: before.contactId,
      verified: true,
      name: 'Ana',
    });
    expect(done.answer.snapshot.conversations.map((row) => row.conversationId)).toEqual([conversationId]);
    const told = done.happenings.find((happening) => happening.kind === 'inbox');
    expect(told?.change.conversation.contact).toMatchObject({ verified: true, name: 'Ana' });
  });

  it('[A7] [A10] merges an anonymous contact into the user: its conversations, sessions, devices and traces move', async () => {
    const userId = randomUUID();
    const { visitor: laptop, answer: known } = await identifyAs(world, company, newVisitor(company), userId);
    const phone = newVisitor(company);
    const { conversationId, sessionId } = (await start(world, phone)).answer;
    await send(world, phone, conversationId, { body: 'From my phone' });
    await answer(world, company, conversationId);
    const anonymous = await load(world, phone);

    const done = await identifyAs(world, company, phone, userId);
    const survivorId = known.snapshot.contactId;
    expect(done.answer).toMatchObject({ switched: false, mergedContactId: anonymous.contactId });
    expect(done.answer.snapshot.contactId).toBe(survivorId);
    // Above both counters, and all that moved carries it: every cursor there is finds it.
    expect(done.answer.snapshot.version).toBeGreaterThan(Math.max(anonymous.version, known.snapshot.version));
    const synced = await fetchSince(world, laptop, `${survivorId}:${known.snapshot.version}`);
    expect(synced.answer).toMatchObject({ kind: 'changes', more: false });
    if (synced.answer.kind !== 'changes') throw new Error('unreachable');
    expect(synced.answer.changes.changes.map((change) => change.type)).toEqual([
      'contact',
      'conversation',
      'message',
      'message',
    ]);
    // An old cursor of the merged id starts over, under either token.
    const stale = await fetchSince(world, done.visitor, `${anonymous.contactId}:${anonymous.version}`);
    expect(stale.answer).toMatchObject({
      kind: 'reset',
      reason: 'other_contact',
      snapshot: { contactId: survivorId },
    });

    const resolved = await resolveSession(world.context, done.visitor.caller, {
      params: { widgetId: company.widgetId, sessionId },
      query: {},
      body: undefined,
    });
    expect(resolved.answer).toEqual({ sessionId, conversationId });
    const panel = await contact(world.context, company.agent, {
      params: { contactId: anonymous.contactId },
      query: {},
      body: undefined,
    });
    expect(panel.answer.contact.contactId).toBe(survivorId);
    expect(panel.answer.merges.map((merge) => merge.contactId)).toEqual([anonymous.contactId]);
    expect(panel.answer.devices.map((device) => device.deviceId).sort()).toEqual(
      [laptop.deviceId, phone.deviceId].sort(),
    );
    expect(done.happenings.map((happening) => happening.kind)).toEqual([
      'contact',
      'inbox',
      'tokens_revoked',
    ]);
    expect(done.happenings.at(-1)).toMatchObject({ contactId: anonymous.contactId });
    expect(await codeOf(send(world, phone, conversationId))).toBe('token_revoked');
  });

  describe('[R2.A] where both have an open conversation', () => {
    const both = async (said: { anonymous: boolean; user: boolean; anonymousLast?: boolean }) => {
      const userId = randomUUID();
      const { visitor: laptop } = await identifyAs(world, company, newVisitor(company), userId);
      const phone = newVisitor(company);
      const mine = (await start(world, laptop)).answer.conversationId;
      const theirs = (await start(world, phone)).answer.conversationId;
      if (said.anonymous && !said.anonymousLast) await send(world, phone, theirs);
      if (said.user) await send(world, laptop, mine);
      if (said.anonymous && said.anonymousLast) await send(world, phone, theirs);
      const { answer: given } = await identifyAs(world, company, phone, userId);
      const of = (id: string) => given.snapshot.conversations.find((row) => row.conversationId === id);
      return { mine: of(mine), theirs: of(theirs) };
    };
    const archived = { status: 'archived', archivedReason: 'merged' };

    it('the empty one is archived', async () => {
      expect(await both({ anonymous: false, user: true })).toMatchObject({
        theirs: archived,
        mine: { status: 'waiting' },
      });
      expect(await both({ anonymous: true, user: false })).toMatchObject({
        mine: archived,
        theirs: { status: 'waiting' },
      });
    });

    it('else the one with the older last message', async () => {
      expect(await both({ anonymous: true, user: true })).toMatchObject({
        theirs: archived,
        mine: { status: 'waiting' },
      });
      expect(await both({ anonymous: true, user: true, anonymousLast: true })).toMatchObject({
        mine: archived,
        theirs: { status: 'waiting' },
      });
    });

    it('of two empty ones the user’s own stays', async () => {
      expect(await both({ anonymous: false, user: false })).toMatchObject({
        theirs: archived,
        mine: { status: 'waiting' },
      });
    });
  });

  it('under policy multiple a merge archives nothing', async () => {
    const several = await world.found({ policy: 'multiple' });
    const userId = randomUUID();
    const { visitor: laptop } = await identifyAs(world, several, newVisitor(several), userId);
    const phone = newVisitor(several);
    await talk(world, laptop);
    await talk(world, phone);
    const { answer: given } = await identifyAs(world, several, phone, userId);
    expect(given.snapshot.conversations.map((row) => row.status)).toEqual(['waiting', 'waiting']);
  });

  it('a retry gets the same answer and does nothing twice, also racing, also after the token was adopted', async () => {
    const userId = randomUUID();
    await identifyAs(world, company, newVisitor(company), userId);
    const phone = newVisitor(company);
    await talk(world, phone);
    const { token: nextToken } = withToken(company, phone.deviceId);
    const tries = await Promise.all(
      Array.from({ length: 6 }, () => identifyAs(world, company, phone, userId, { nextToken })),
    );
    const [first] = tries;
    for (const other of tries) expect({ ...other.answer }).toEqual({ ...first!.answer });
    expect(first!.answer.mergedContactId).not.toBeNull();
    expect(tries.filter((done) => done.happenings.length > 0)).toHaveLength(1);
    const again = await identifyAs(world, company, phone, userId, { nextToken });
    expect(again.answer).toEqual(first!.answer);
    expect(await codeOf(identifyAs(world, company, phone, userId))).toBe('token_revoked');
    expect(await codeOf(identifyAs(world, company, phone, randomUUID(), { nextToken }))).toBe(
      'token_revoked',
    );
  });

  it('many anonymous tabs that identify at once as one new user become one contact', async () => {
    const userId = randomUUID();
    const people = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const visitor = newVisitor(company);
        await talk(world, visitor);
        return visitor;
      }),
    );
    const done = await Promise.all(people.map((visitor) => identifyAs(world, company, visitor, userId)));
    expect(new Set(done.map((one) => one.answer.snapshot.contactId)).size).toBe(1);
    const snapshot = await load(world, done[0]!.visitor);
    expect(snapshot.conversations).toHaveLength(8);
    expect(snapshot.conversations.filter((row) => row.status === 'waiting')).toHaveLength(1);
    expect(snapshot.contact.aliases).toHaveLength(7);
  });

  it('[E8] [E9] [E12] a verified user who identifies as another is logged out, and nothing is merged', async () => {
    const { visitor: asAna } = await identifyAs(world, company, newVisitor(company), randomUUID());
    const conversationId = await talk(world, asAna, 'Private to Ana');
    const before = await load(world, asAna);
    const { token: nextToken } = withToken(company, asAna.deviceId);
    const bea = randomUUID();
    const done = await identifyAs(world, company, asAna, bea, { nextToken });
    expect(done.answer).toMatchObject({ switched: true, mergedContactId: null });
    expect(done.answer.snapshot.contactId).not.toBe(before.contactId);
    expect(JSON.stringify(done.answer)).not.toContain('Private to Ana');
    expect(done.happenings.at(-1)).toMatchObject({ kind: 'tokens_revoked', contactId: before.contactId });
    expect(await codeOf(send(world, asAna, conversationId))).toBe('token_revoked');
    const asBea = { ...asAna, caller: withToken(company, asAna.deviceId).caller };
    expect(await codeOf(send(world, asBea, conversationId))).toBe('token_unknown');
    // A retry of the switch is a switch still.
    expect((await identifyAs(world, company, asAna, bea, { nextToken })).answer).toEqual(done.answer);
  });

  it('[E5] [E6] an e-mail merges nothing and reveals nothing, whoever types it', async () => {
    const email = 'ana@example.com';
    const { visitor: ana } = await identifyAs(world, company, newVisitor(company), randomUUID(), {
      traits: { email },
    });
    await talk(world, ana, 'Private to Ana');
    const impostor = newVisitor(company);
    await tell(world, impostor, { name: 'Ana', email });
    const snapshot = await load(world, impostor);
    expect(snapshot.contactId).not.toBe((await load(world, ana)).contactId);
    expect(snapshot.conversations).toEqual([]);
    const other = await identifyAs(world, company, newVisitor(company), randomUUID(), { traits: { email } });
    expect(other.answer.snapshot.conversations).toEqual([]);
    expect(await count(sql.fragment`contacts WHERE email = ${email} AND NOT email_verified`)).toBe(3);
  });

  it('keeps a token that nobody knew as revoked: a request on its way with it makes no contact', async () => {
    const visitor = newVisitor(company);
    await identifyAs(world, company, visitor, randomUUID());
    expect(await codeOf(start(world, visitor))).toBe('token_revoked');
  });

  it('refuses what is not proven', async () => {
    const visitor = newVisitor(company);
    const userId = randomUUID();
    const other = await world.found();
    const proofs = [
      { ...proofOf(company, userId), userId: randomUUID() },
      proofOf(other, userId),
      { kind: 'jwt' as const, jwt: 'a.b.c' },
      { kind: 'jwt' as const, jwt: unsigned({ sub: userId, exp: now() + 60 }) },
      { kind: 'jwt' as const, jwt: await signed({ sub: userId, exp: now() + 60 }, 'x'.repeat(40)) },
      { kind: 'jwt' as const, jwt: await signed({ sub: userId }) },
      { kind: 'jwt' as const, jwt: await signed({ exp: now() + 60 }) },
      { kind: 'jwt' as const, jwt: await signed({ sub: userId, exp: now() + 100 * 86_400 }) },
      { kind: 'jwt' as const, jwt: await signed({ sub: userId, iat: now() + 86_400 }) },
    ];
    for (const proof of proofs) {
      const refused = identifyAs(world, company, visitor, userId, { proof } as never);
      expect(await codeOf(refused), JSON.stringify(proof)).toBe('identity_unproven');
    }
    for (const claims of [{ exp: now() - 3_600 }, { iat: now() - 2 * 86_400 }]) {
      const proof = { kind: 'jwt' as const, jwt: await signed({ sub: userId, ...claims }) };
      expect(await codeOf(identifyAs(world, company, visitor, userId, { proof }))).toBe('identity_expired');
    }
    expect(await count(sql.fragment`contacts WHERE user_id = ${userId}`)).toBe(0);
  });

  it('takes an e-mail for verified only from a signed claim, and never gives that up', async () => {
    const userId = randomUUID();
    const jwt = await signed({ sub: userId, email: 'real@example.com', name: 'Ana', iat: now() });
    const { visitor } = await identifyAs(world, company, newVisitor(company), userId, {
      proof: { kind: 'jwt', jwt },
    });
    await identifyAs(world, company, visitor, userId, { traits: { email: 'typed@example.com' } });
    const row = await world.pool.one(
      sql.type(
        z.object({ email: z.string(), email_verified: z.boolean(), name: z.string() }),
      )`SELECT email, email_verified, name FROM contacts WHERE user_id = ${userId}`,
    );
    expect(row).toEqual({ email: 'real@example.com', email_verified: true, name: 'Ana' });
  });

  it('a rotated secret counts for its grace period, and not after', async () => {
    const rotating = await world.found();
    const old = rotating.secret;
    const { identitySecret } = await rotateIdentitySecret(world.context, { companyId: rotating.companyId });
    for (const secret of [old, identitySecret]) {
      await identifyAs(world, { ...rotating, secret }, newVisitor(rotating), randomUUID());
    }
    await rotateIdentitySecret(world.context, { companyId: rotating.companyId, graceMs: 0 });
    const late = identifyAs(
      world,
      { ...rotating, secret: identitySecret },
      newVisitor(rotating),
      randomUUID(),
    );
    expect(await codeOf(late)).toBe('identity_unproven');
  });

  const now = () => Math.floor(Date.now() / 1000);
  const signed = (claims: Record<string, unknown>, secret = company.secret) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
  const unsigned = (claims: Record<string, unknown>) => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part(claims)}.${randomBytes(8).toString('base64url')}`;
  };
});

describe('logout', () => {
  it('revokes the token, again and again, and nothing of the contact', async () => {
    const { visitor } = await identifyAs(world, company, newVisitor(company), randomUUID());
    await talk(world, visitor);
    const out = () =>
      logout(world.context, visitor.caller, {
        params: { widgetId: company.widgetId },
        query: {},
        body: { deviceId: visitor.deviceId },
      });
    const [first, second] = [await out(), await out()];
    expect(first.answer).toEqual(second.answer);
    expect(first.happenings[0]).toMatchObject({
      kind: 'tokens_revoked',
      tokenHashes: [visitor.caller.tokenHash!.toString('base64url')],
    });
    expect(await codeOf(start(world, visitor))).toBe('token_revoked');
    expect(await codeOf(logoutOf(newVisitor(company)))).toBe('token_unknown');
  });

  const logoutOf = (visitor: ReturnType<typeof newVisitor>) =>
    logout(world.context, visitor.caller, {
      params: { widgetId: company.widgetId },
      query: {},
      body: { deviceId: visitor.deviceId },
    });
});

describe('prechat', () => {
  it('[E4] never renames a verified contact, and fills in only what nobody said', async () => {
    const { visitor } = await identifyAs(world, company, newVisitor(company), randomUUID(), {
      traits: { name: 'Ana' },
    });
    const typed = await tell(world, visitor, { name: 'Mallory', email: 'typed@example.com' });
    expect(typed.answer.changes.changes).toMatchObject([
      { contact: { name: 'Ana', email: 'typed@example.com', verified: true } },
    ]);
    const again = await tell(world, visitor, { email: 'other@example.com' });
    expect(again.answer.changes).toMatchObject({ from: 0, version: 0 });
  });

  it('an anonymous contact is what they type', async () => {
    const visitor = newVisitor(company);
    await tell(world, visitor, { name: 'Ana' });
    await talk(world, visitor);
    const renamed = await tell(world, visitor, { name: 'Ana María' });
    const told = renamed.happenings.find((happening) => happening.kind === 'inbox');
    expect(told?.change.conversation.contact).toMatchObject({ name: 'Ana María', verified: false });
  });
});
