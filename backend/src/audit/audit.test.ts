import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import pg from 'pg';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { solve } from '../commands/solve.ts';
import { answer, identifyAs, rate, read, send, start, talk } from '../commands/testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type World } from '../commands/testing/world.ts';
import { withDatabase } from '../db/local-postgres.ts';
import { audit, checks } from './audit.ts';

/** A company in which everything has happened: talk on both sides, reading, a solve, a survey, a merge, a new chat. */
async function live(world: World): Promise<TestCompany> {
  const company = await world.found({ widget: { survey: true } });
  const ana = newVisitor(company);
  const conversationId = await talk(world, ana);
  await answer(world, company, conversationId);
  const { message } = (await answer(world, company, conversationId, { body: 'One more' })).answer;
  await read(world, ana, conversationId, message.messageId);
  await answer(world, company, conversationId, { body: 'And another' });
  await solve(world.context, company.agent, { params: { conversationId }, query: {}, body: {} });
  await rate(world, ana, conversationId, 1, { kind: 'rated', rating: 5, comment: null });
  const known = (await identifyAs(world, company, newVisitor(company), 'ana')).visitor;
  await talk(world, known, 'From my phone');
  await identifyAs(world, company, ana, 'ana');
  const bruno = newVisitor(company);
  const first = await talk(world, bruno);
  const second = await start(world, bruno, { intent: 'new', replacesConversationId: first });
  await send(world, bruno, second.answer.conversationId);
  return company;
}

describe('a database that only commands have written', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
    await live(world);
    await live(world);
  });
  afterAll(() => world.end());

  it('keeps every promise, and each of them was looked at', async () => {
    const { companies, results } = await audit(world.pool);
    expect(companies).toHaveLength(2);
    expect(companies[0]).toMatchObject({ conversations: 4, contacts: 3 });
    expect(results.filter(({ findings }) => findings.length > 0)).toEqual([]);
    expect(new Set(results.map(({ ruleId }) => ruleId))).toEqual(new Set(checks.map(({ ruleId }) => ruleId)));
  });

  it('looks at one company where it is asked to', async () => {
    const { companies } = await audit(world.pool, { companyId: 'nobody' });
    expect(companies).toEqual([]);
  });

  it('waits for nobody, and nobody waits for it', async () => {
    await withClient(world, async (client) => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE messages, conversations, contacts IN ROW EXCLUSIVE MODE');
      await client.query('SELECT 1 FROM contacts FOR UPDATE');
      expect((await audit(world.pool)).companies).toHaveLength(2);
      await client.query('ROLLBACK');
    });
  });
});

it('names rules of the catalogue, and no others', () => {
  const known = catalogue.map(({ id }) => id);
  for (const { ruleId } of checks) expect(known).toContain(ruleId);
});

/** What somebody did to the tables, and which promise that breaks. Constraints that would have stopped it go first. */
const breaks: [ruleId: string, what: string, statements: string[]][] = [
  [
    'one-open-conversation',
    'two open conversations of one contact',
    [
      'DROP INDEX conversations_one_open',
      `UPDATE conversations SET status = 'waiting', archived_reason = NULL, waiting_since = now()
       WHERE archived_reason = 'replaced'`,
    ],
  ],
  [
    'start-is-idempotent',
    'one start, two conversations',
    [
      'ALTER TABLE starts DROP CONSTRAINT starts_pkey',
      `INSERT INTO starts (company_id, contact_id, client_start_id, conversation_id, created)
       SELECT s.company_id, s.contact_id, s.client_start_id, o.conversation_id, false
       FROM starts s JOIN starts o USING (company_id, contact_id)
       WHERE o.client_start_id <> s.client_start_id LIMIT 1`,
    ],
  ],
  [
    'one-intention-one-conversation',
    'a conversation that nobody started',
    [
      'DELETE FROM starts WHERE (company_id, client_start_id) IN (SELECT company_id, client_start_id FROM starts LIMIT 1)',
    ],
  ],
  [
    'start-names-conversation',
    'a start that names somebody else’s conversation',
    [
      `UPDATE starts s SET contact_id = k.contact_id FROM contacts k
       WHERE k.company_id = s.company_id AND k.contact_id <> s.contact_id AND k.merged_into IS NULL`,
    ],
  ],
  [
    'client-message-id-unique',
    'a retry that was written again',
    [
      'ALTER TABLE messages DROP CONSTRAINT messages_client_message_id',
      'UPDATE messages m SET client_message_id = o.client_message_id FROM messages o WHERE o.conversation_id = m.conversation_id AND o.seq = 1',
    ],
  ],
  [
    'send-has-client-message-id',
    'a message without one',
    [
      'ALTER TABLE messages ALTER client_message_id DROP NOT NULL',
      'UPDATE messages SET client_message_id = NULL WHERE seq = 1',
    ],
  ],
  ['seq-without-holes', 'a message that is gone', ['DELETE FROM messages WHERE seq = 3']],
  [
    'seq-without-holes',
    'two messages with one number',
    [
      'ALTER TABLE messages DROP CONSTRAINT messages_pkey',
      'UPDATE messages SET seq = 2, agent_count = 1 WHERE seq = 3',
    ],
  ],
  [
    'unread-is-exact',
    'a counter that drifted',
    ['UPDATE conversations SET contact_read_agent_count = agent_count WHERE agent_count > 0'],
  ],
  [
    'unread-is-exact',
    'a running count that drifted',
    ['UPDATE messages SET agent_count = agent_count - 1, visitor_count = visitor_count + 1 WHERE seq = 3'],
  ],
  [
    'read-mark-forward',
    'a mark past the last message',
    [
      `DO $$ DECLARE c text; BEGIN
         FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'conversations'::regclass AND contype = 'c'
         LOOP EXECUTE format('ALTER TABLE conversations DROP CONSTRAINT %I', c); END LOOP;
       END $$`,
      'UPDATE conversations SET contact_read_seq = last_seq + 1',
    ],
  ],
  [
    'read-mark-forward',
    'a mark on a message of another place',
    [
      'UPDATE conversations SET last_read_message_id = last_message_id WHERE contact_read_seq BETWEEN 1 AND last_seq - 1',
    ],
  ],
  [
    'traceparent-everywhere',
    'a message of no trace',
    [`UPDATE messages SET traceparent = 'none' WHERE seq = 1`],
  ],
  [
    'session-maps-to-one',
    'a session by chance instead of by rule',
    ['UPDATE sessions SET session_id = gen_random_uuid()'],
  ],
  [
    'session-maps-to-one',
    'a device with two sessions in one conversation',
    [
      'ALTER TABLE sessions DROP CONSTRAINT sessions_company_id_conversation_id_device_id_key',
      'INSERT INTO sessions SELECT company_id, gen_random_uuid(), conversation_id, device_id FROM sessions LIMIT 1',
    ],
  ],
  [
    'server-status-legal',
    'back from the archive',
    [
      'ALTER TABLE status_history DROP CONSTRAINT status_history_legal',
      `INSERT INTO status_history (company_id, conversation_id, n, from_status, to_status, cause, actor_kind, traceparent, at)
       SELECT company_id, conversation_id, n + 1, 'archived', 'active', 'agent_took', 'system', traceparent, now()
       FROM status_history WHERE to_status = 'archived'`,
    ],
  ],
  [
    'server-status-legal',
    'a step that is missing',
    [`DELETE FROM status_history WHERE n = 2 AND to_status = 'active'`],
  ],
  [
    'server-status-legal',
    'a status without a step',
    [`UPDATE conversations SET status = 'active' WHERE status = 'waiting'`],
  ],
  [
    'nothing-stuck',
    'a visitor who waits where no inbox shows it',
    [
      `DO $$ DECLARE c text; BEGIN
         FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'conversations'::regclass AND contype = 'c'
         LOOP EXECUTE format('ALTER TABLE conversations DROP CONSTRAINT %I', c); END LOOP;
       END $$`,
      'UPDATE conversations SET waiting_since = NULL',
    ],
  ],
  ['survey-own-conversation', 'an answer to a survey that never was', ['UPDATE surveys SET cycle = 7']],
  [
    'survey-changes-nothing',
    'a survey that counted as a solve',
    ['UPDATE conversations SET survey_cycle = survey_cycle + 1 WHERE survey_cycle > 0'],
  ],
  [
    'version-never-back',
    'a version that was forgotten',
    ['UPDATE contacts SET row_version = 0, version = 1 WHERE version > 2'],
  ],
  [
    'version-never-back',
    'a message that is newer than its conversation',
    ['UPDATE messages SET version = version + 1000'],
  ],
  ['contact-changes-by-identity', 'a merge that nothing records', ['DELETE FROM contact_merges']],
  [
    'contact-changes-by-identity',
    'conversations left behind by a merge',
    [
      `UPDATE conversations c SET contact_id = k.contact_id FROM contacts k
       WHERE k.company_id = c.company_id AND k.merged_into = c.contact_id`,
    ],
  ],
  [
    'contact-changes-by-identity',
    'one user, two contacts',
    [
      'DROP INDEX contacts_user_id',
      `UPDATE contacts SET user_id = 'ana' WHERE user_id IS NULL AND merged_into IS NULL`,
    ],
  ],
  [
    'contact-changes-by-identity',
    'a merge into somebody who was merged away',
    [
      `INSERT INTO contacts (company_id, contact_id, merged_into)
       SELECT company_id, gen_random_uuid(), contact_id FROM contacts WHERE merged_into IS NOT NULL`,
    ],
  ],
  [
    'company-never-changes',
    'a conversation of another company’s contact',
    [
      'ALTER TABLE conversations DROP CONSTRAINT conversations_company_id_contact_id_fkey',
      'UPDATE conversations SET contact_id = gen_random_uuid()',
    ],
  ],
  [
    'company-never-changes',
    'messages of no conversation',
    [
      'ALTER TABLE messages DROP CONSTRAINT messages_company_id_conversation_id_fkey',
      `UPDATE messages SET conversation_id = 'fffffffe-0000-7000-8000-000000000000' WHERE seq = 3`,
    ],
  ],
  [
    'company-never-changes',
    'lines of a trace of nobody',
    [
      `INSERT INTO trace_chunks (company_id, trace_id, chunk_id, contact_id, actor, line_count, lines)
       SELECT company_id, repeat('a', 32), gen_random_uuid(), gen_random_uuid(), 'visitor', 1, '[]' FROM companies`,
    ],
  ],
];

describe('a database that somebody broke', () => {
  it('has a broken database for every check’s promise', () => {
    expect(new Set(breaks.map(([ruleId]) => ruleId))).toEqual(new Set(checks.map(({ ruleId }) => ruleId)));
  });

  it.each(breaks)('%s: finds %s', async (ruleId, _what, statements) => {
    const world = await createWorld();
    try {
      await live(world);
      await withClient(world, async (client) => {
        for (const statement of statements) await client.query(statement);
      });
      const broken = (await audit(world.pool)).results.filter(({ findings }) => findings.length > 0);
      expect(broken.map((result) => result.ruleId)).toContain(ruleId);
      for (const { findings } of broken) {
        for (const { subject, detail } of findings) expect(`${subject}: ${detail}`).toMatch(/^[a-z]+ .+: .+/);
      }
    } finally {
      await world.end();
    }
  });
});

/** Past every layer that would keep it from being so. */
async function withClient(world: World, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const name = await world.pool.oneFirst(sql.type(z.object({ name: z.string() }))`
    SELECT current_database() AS name
  `);
  const client = new pg.Client({ connectionString: withDatabase(inject('testServerUrl'), name) });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
