import { randomUUID } from 'node:crypto';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addNote } from '../add-note.ts';
import { authenticateAgent } from '../authenticate-agent.ts';
import { findWidget } from '../find-widget.ts';
import { inbox } from '../inbox.ts';
import { inboxSync } from '../inbox-sync.ts';
import { me } from '../me.ts';
import { signIn } from '../sign-in.ts';
import { signOut } from '../sign-out.ts';
import { answer, codeOf, identifyAs, load, rate, send, settle, start, talk, tell } from '../testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type World } from '../testing/world.ts';
import { createAgent } from './create-agent.ts';
import { createCompany } from './create-company.ts';
import { createWidget } from './create-widget.ts';
import { eraseContact } from './erase-contact.ts';
import { exportContact } from './export-contact.ts';
import { getIdentitySecret } from './get-identity-secret.ts';
import { rotateIdentitySecret } from './rotate-identity-secret.ts';
import { updateWidget } from './update-widget.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
});
afterAll(() => world.end());

/** A person with everything that can be kept about one: two devices, a merge, notes, surveys, history. */
async function liveALife() {
  const userId = randomUUID();
  const { visitor: laptop } = await identifyAs(world, company, newVisitor(company), userId);
  const phone = newVisitor(company);
  await tell(world, phone, { name: 'Ana Peña', email: 'ana.pena@example.com', phone: '+34 600 000 000' });
  const { sessionId } = (await start(world, phone)).answer;
  const conversationId = await talk(world, phone, 'My very own words');
  await answer(world, company, conversationId);
  await addNote(world.context, company.agent, {
    params: { conversationId },
    query: {},
    body: { clientNoteId: randomUUID(), body: 'A note about Ana' },
  });
  await settle(world, company, conversationId);
  await rate(world, phone, conversationId, 1, { kind: 'rated', rating: 4, comment: 'Fine, I suppose' });
  const anonymous = await load(world, phone);
  const { visitor } = await identifyAs(world, company, phone, userId);
  const second = await talk(world, visitor, 'And again');
  const empty = await world.found();
  return { userId, laptop, phone, visitor, conversationId, second, sessionId, anonymous, empty };
}

describe('eraseContact', () => {
  it('leaves no row of the person behind, in any table, by any id or word; others are untouched', async () => {
    const bystander = newVisitor(company);
    const kept = await talk(world, bystander, 'Somebody else');
    const life = await liveALife();
    const { contactId } = await load(world, life.visitor);
    const { cursor } = (
      await inbox(world.context, company.agent, { params: {}, query: { filter: 'all' }, body: undefined })
    ).answer;

    // By the id that was merged away: it is the same person.
    const erased = await eraseContact(world.context, {
      companyId: company.companyId,
      contactId: life.anonymous.contactId,
    });
    expect(erased).toMatchObject({ contactId, conversations: 2, messages: 3 });
    const words = [
      contactId,
      life.anonymous.contactId,
      life.userId,
      life.laptop.deviceId,
      life.phone.deviceId,
      life.sessionId,
      life.conversationId,
      life.second,
      life.visitor.caller.tokenHash!.toString('hex'),
      life.phone.caller.tokenHash!.toString('hex'),
      'Ana Peña',
      'ana.pena@example.com',
      'My very own words',
      'A note about Ana',
      'Fine, I suppose',
    ];
    for (const word of words) expect(await tablesWith(word), word).toEqual([]);
    expect(await tablesWith(life.conversationId, { tombstones: true })).toEqual(['inbox_removals']);

    expect(erased.happenings).toMatchObject([
      { kind: 'inbox_removed', conversationId: life.conversationId },
      { kind: 'inbox_removed', conversationId: life.second },
      { kind: 'tokens_revoked', contactId },
    ]);
    const told = await inboxSync(world.context, company.agent, {
      params: {},
      query: { cursor },
      body: undefined,
    });
    expect([...told.answer.removed].sort()).toEqual([life.conversationId, life.second].sort());
    expect(await codeOf(send(world, life.visitor, life.second))).toBe('token_unknown');
    expect((await load(world, bystander)).conversations).toMatchObject([
      { conversationId: kept, lastSeq: 1 },
    ]);
    expect(await codeOf(eraseContact(world.context, { companyId: company.companyId, contactId }))).toBe(
      'not_found',
    );
  });

  /** The tables in which a word stands anywhere, in any column. */
  async function tablesWith(word: string, { tombstones = false } = {}): Promise<string[]> {
    const tables = await world.pool.anyFirst(sql.type(z.object({ name: z.string() }))`
      SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`);
    const found: string[] = [];
    for (const name of tables) {
      if (name === 'inbox_removals' && !tombstones) continue;
      const query = sql.type(z.object({}))`
        SELECT 1 FROM ${sql.identifier([name])} t WHERE strpos(t::text, ${word}) > 0`;
      if (await world.pool.exists(query)) found.push(name);
    }
    return found;
  }
});

describe('exportContact', () => {
  it('gives everything that is kept about a person', async () => {
    const life = await liveALife();
    const { contactId } = await load(world, life.visitor);
    const given = await exportContact(world.context, { companyId: company.companyId, contactId });
    expect(given).toMatchObject({
      format: 'hilo-contact',
      contact: {
        contactId,
        userId: life.userId,
        name: 'Ana Peña',
        email: 'ana.pena@example.com',
        emailVerified: false,
        aliases: [life.anonymous.contactId],
      },
      merges: [{ contactId: life.anonymous.contactId }],
      surveys: [{ conversationId: life.conversationId, rating: 4 }],
      conversations: [
        {
          conversation: { conversationId: life.conversationId },
          messages: [{ body: 'My very own words' }, { body: 'How can I help?' }],
          notes: [{ body: 'A note about Ana' }],
          sessions: [{ sessionId: life.sessionId }],
        },
        { messages: [{ body: 'And again' }] },
      ],
    });
    expect(given.devices).toHaveLength(2);
    expect(JSON.stringify(given)).not.toContain(life.visitor.token);
    const elsewhere = { companyId: life.empty.companyId, contactId };
    expect(await codeOf(exportContact(world.context, elsewhere))).toBe('not_found');
    expect(await codeOf(eraseContact(world.context, elsewhere))).toBe('not_found');
  });
});

describe('companies, widgets and agents', () => {
  it('are created once, with their bounds named', async () => {
    const { context } = world;
    const again = { companyId: company.companyId, name: 'Again' };
    await expect(createCompany(context, again)).rejects.toMatchObject({
      code: 'invalid_request',
      extra: { errors: [{ pointer: '/companyId', detail: 'is taken' }] },
    });
    const refused = [
      () => createCompany(context, { companyId: 'No Spaces', name: 'x' }),
      () => createWidget(context, { companyId: company.companyId, widgetId: company.widgetId }),
      () =>
        createWidget(context, {
          companyId: company.companyId,
          widgetId: 'wgt_x',
          allowedOrigins: ['shop.example'],
        }),
      () => createWidget(context, { companyId: company.companyId, widgetId: 'wgt_x', accent: 'red' }),
      () =>
        createAgent(context, {
          companyId: company.companyId,
          name: 'x',
          email: 'x@y.example',
          password: 'short',
        }),
    ];
    for (const call of refused) expect(await codeOf(call())).toBe('invalid_request');
    expect(await codeOf(createWidget(context, { companyId: 'nobody', widgetId: 'wgt_x' }))).toBe('not_found');
    const nobody = { companyId: 'nobody', name: 'x', email: 'x@z.example', password: 'long enough' };
    expect(await codeOf(createAgent(context, nobody))).toBe('not_found');
  });

  it('a widget changes in what is said, and keeps the rest', async () => {
    const widgetId = 'wgt_changing';
    await createWidget(world.context, {
      companyId: company.companyId,
      widgetId,
      greeting: 'Hi',
      accent: '#112233',
    });
    await updateWidget(world.context, {
      widgetId,
      accent: '#445566',
      allowedOrigins: ['https://shop.example'],
    });
    expect(await findWidget(world.pool, widgetId)).toMatchObject({
      companyId: company.companyId,
      config: { greeting: 'Hi', accent: '#445566', policy: 'single' },
      allowedOrigins: ['https://shop.example'],
    });
    expect(await findWidget(world.pool, 'wgt_nobody')).toBeUndefined();
    expect(await codeOf(updateWidget(world.context, { widgetId: 'wgt_nobody' }))).toBe('not_found');
  });

  it('a secret is rotated: the new one is current, and two rotations at once leave one', async () => {
    const { companyId } = await world.found();
    const old = await getIdentitySecret(world.context, { companyId });
    const first = await rotateIdentitySecret(world.context, { companyId });
    expect(await getIdentitySecret(world.context, { companyId })).toBe(first.identitySecret);
    expect(first.identitySecret).not.toBe(old);
    expect(first.previousValidUntil).toBeGreaterThan(Date.now());
    const racing = await Promise.allSettled(
      [1, 2].map(() => rotateIdentitySecret(world.context, { companyId })),
    );
    expect(racing.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await codeOf(rotateIdentitySecret(world.context, { companyId: 'nobody' }))).toBe('not_found');
  });
});

describe('agents', () => {
  const enter = (email: string, password: string) =>
    signIn(world.context, { params: {}, query: {}, body: { email, password } });

  it('sign in with e-mail and password, and out again', async () => {
    const { answer: given } = await enter(`  MARTA@${company.companyId}.example `, 'correct horse battery');
    const caller = await authenticateAgent(world.pool, given.token);
    expect(caller).toMatchObject({
      companyId: company.companyId,
      agentId: given.agent.agentId,
      name: 'Marta',
    });
    const { answer: self } = await me(world.context, caller!, { params: {}, query: {}, body: undefined });
    expect(self).toMatchObject({
      companyName: company.companyId,
      agent: given.agent,
      colleagues: [given.agent],
    });
    expect(self.widgets.map((widget) => widget.widgetId)).toContain(company.widgetId);
    await signOut(world.context, caller!, { params: {}, query: {}, body: {} });
    expect(await authenticateAgent(world.pool, given.token)).toBeUndefined();
    expect(await authenticateAgent(world.pool, 'forged')).toBeUndefined();
  });

  it('are refused alike, whichever of the two is wrong', async () => {
    const email = `marta@${company.companyId}.example`;
    for (const [who, password] of [
      [email, 'wrong'],
      ['nobody@x.example', 'correct horse battery'],
      ['\0', ''],
    ]) {
      expect(await codeOf(enter(who!, password!))).toBe('wrong_credentials');
    }
  });
});
