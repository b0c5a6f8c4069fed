import { findRows } from '@hilo/shared/invariants/rows.ts';
import { expect, type Route } from '@playwright/test';
import { saidIn } from '../../support/database.ts';
import type { Visitor } from '../../support/visitor.ts';
import type { BrokenBuild } from '../broken-build.ts';
import { recordedOn, type Stage } from '../stage.ts';

const outbox = 'widget/src/core/outbox.ts';
const waits = "change(s, clientMessageId, { status: 'waiting', attempts });";

/** The answer to the next send is lost, and no other road brings the message back before it is sent again. */
async function sendTwice({ visitor, world }: Stage): Promise<void> {
  await visitor.chat('before');
  const conversationId = await visitor.conversationId();
  world.cable.blockSockets();
  // The browser's own second try, after a reset, would hide that the answer was lost.
  const loseAnswer = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  const fail = (route: Route) => route.abort();
  await visitor.page.route('**/messages', loseAnswer, { times: 1 });
  await visitor.page.route('**/sync?*', fail);
  await visitor.send('written once');
  await expect.poll(async () => (await saidIn(world.database, conversationId)).length).toBe(3);
  await visitor.page.unroute('**/sync?*', fail);
  world.cable.restore();
  // Both rows are heard of.
  for (const seq of [2, 3]) await expect.poll(() => isHeard(visitor, seq), `row ${seq}`).toBe(true);
}

/** Whether an answer or a frame brought this message. */
async function isHeard({ page }: Visitor, seq: number): Promise<boolean> {
  const { events } = await recordedOn(page);
  return events.some((event) => findRows(event)?.messages.some((row) => row.seq === seq));
}

/** The next send does not get through. */
async function sendInVain({ visitor }: Stage): Promise<void> {
  await visitor.chat('before');
  const failed = visitor.page.waitForEvent('requestfailed');
  await visitor.page.route('**/messages', (route) => route.abort(), { times: 1 });
  await visitor.send('does not get through');
  await failed;
}

export const sending: readonly BrokenBuild[] = [
  {
    rule: 'client-message-id-unique',
    mistake: 'A send is not looked up by its client message id, and no constraint holds it.',
    sql: [
      'ALTER TABLE messages DROP CONSTRAINT messages_client_message_id',
      `DO $do$ DECLARE old text := pg_get_functiondef('send_batch'::regproc); new text; BEGIN
         new := regexp_replace(old, 'AND m.client_message_id = i.client_message_id(\\s+WHERE i.outcome)', 'AND false\\1');
         IF new = old THEN RAISE 'the function has changed'; END IF;
         EXECUTE new;
       END $do$`,
    ],
    undo: [
      `DO $do$ BEGIN
         EXECUTE regexp_replace(pg_get_functiondef('send_batch'::regproc),
           'AND false(\\s+WHERE i.outcome)', 'AND m.client_message_id = i.client_message_id\\1');
       END $do$`,
      'DELETE FROM conversations WHERE conversation_id IN (SELECT conversation_id FROM messages GROUP BY company_id, conversation_id, client_message_id HAVING count(*) > 1)',
      `ALTER TABLE messages ADD CONSTRAINT messages_client_message_id
       UNIQUE (company_id, conversation_id, client_message_id)`,
    ],
    play: sendTwice,
  },
  {
    rule: 'send-has-client-message-id',
    mistake: 'The client message id is left to the server.',
    widget: [{ file: outbox, find: 'body: { clientMessageId, body },', replace: 'body: { body },' }],
    play: async ({ visitor, asked }) => {
      await visitor.open();
      await visitor.start();
      await visitor.send('without an id');
      await asked('/messages ');
      await expect(visitor.bubble('without an id')).toContainText('Not sent');
    },
  },
  {
    rule: 'retry-keeps-id',
    mistake: 'Every try of a message has a new client message id.',
    alsoBreaks: ['pending-never-vanishes'],
    widget: [
      {
        file: outbox,
        find: waits,
        replace:
          "change(s, clientMessageId, { status: 'waiting', attempts, clientMessageId: s.stamp.ids[0] });",
      },
    ],
    play: sendTwice,
  },
  {
    rule: 'seq-without-holes',
    mistake: 'A job that deletes old messages takes one out of the middle.',
    alsoBreaks: ['shown-once'],
    undo: [
      `DELETE FROM conversations c WHERE last_seq > (SELECT count(*) FROM messages m
         WHERE m.company_id = c.company_id AND m.conversation_id = c.conversation_id)`,
    ],
    play: async ({ visitor, sql, reload }) => {
      await visitor.chat('one');
      for (const text of ['two', 'three']) {
        await visitor.send(text);
        await visitor.expectSent(text);
      }
      await sql(
        'DELETE FROM messages WHERE conversation_id = $1 AND seq = 2',
        await visitor.conversationId(),
      );
      await reload();
      await visitor.expectSaid('one', 'three');
    },
  },
  {
    rule: 'sent-ends',
    mistake: 'A send that failed is neither tried again nor told.',
    widget: [{ file: outbox, find: waits, replace: '' }],
    play: async (stage) => {
      await sendInVain(stage);
      await stage.pass(40_000);
    },
  },
  {
    rule: 'pending-never-vanishes',
    mistake: 'A message leaves the outbox when it was tried, not when it arrived.',
    widget: [
      { file: outbox, find: waits, replace: 'drop(s, (e) => e.clientMessageId === clientMessageId);' },
    ],
    play: async (stage) => {
      await sendInVain(stage);
      await stage.visitor.expectSaid('before');
    },
  },
];
