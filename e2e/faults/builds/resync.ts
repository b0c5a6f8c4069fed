import { randomUUID } from 'node:crypto';
import type { Visitor } from '../../support/visitor.ts';
import type { BrokenBuild } from '../broken-build.ts';
import { recordedOn, type Stage } from '../stage.ts';

const connection = 'widget/src/core/connection.ts';

/** The connection breaks, and is there again. */
async function reconnect({ world, heard }: Stage, times = 1): Promise<void> {
  await heard('ready', times);
  world.cable.dropSockets();
  await heard('ready', times + 1);
}

export const resync: readonly BrokenBuild[] = [
  {
    rule: 'resync-after-reconnect',
    mistake: 'Only the very first connection is followed by a sync.',
    widget: [
      {
        file: connection,
        find: 'const behind = everReady || frame.contactId',
        replace: 'const behind = (!everReady && false) || frame.contactId',
      },
    ],
    play: async (stage) => {
      await stage.visitor.chat('question');
      await reconnect(stage);
      await stage.pass(20_000);
    },
  },
  {
    rule: 'nothing-stuck',
    mistake: 'After a reconnect the widget syncs from where the server is, not from where it was itself.',
    widget: [
      {
        file: connection,
        find: '    socket: { ...socket, isReady: true,',
        replace: '    view: { ...view, version: frame.version },\n    socket: { ...socket, isReady: true,',
      },
    ],
    play: async (stage) => {
      const { visitor, world, agent, heard, pass } = stage;
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      await heard('ready');
      world.cable.cut();
      await agent.reply(conversationId, 'answer that is missed');
      world.cable.restore();
      await heard('ready', 2);
      await pass(40_000);
    },
  },
  {
    rule: 'hole-means-sync',
    mistake: 'What comes after a hole is dropped, and nobody asks for what is missing.',
    widget: [
      {
        file: 'widget/src/core/incoming.ts',
        find: 'set(s, { held: [], heldUntilMs: null, syncWanted: true });',
        replace: 'set(s, { held: [], heldUntilMs: null });',
      },
    ],
    play: async ({ visitor, agent, sql, heard, pass }) => {
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      await heard('ready');
      const known = await eventsHeard(visitor);
      // A change that is not told, as by a script that runs on the database.
      await sql('UPDATE contacts SET version = version + 1 WHERE contact_id = $1', await visitor.contactId());
      await agent.reply(conversationId, 'answer after a hole');
      await heard('event', known + 1);
      await pass(15_000);
    },
  },
  {
    rule: 'version-never-back',
    mistake: 'The contacts are restored from a backup, under people’s feet.',
    play: async (stage) => {
      const { visitor, sql, pass } = stage;
      await visitor.chat('question');
      await reconnect(stage);
      await sql(
        'UPDATE contacts SET version = 1, row_version = least(row_version, 1) WHERE contact_id = $1',
        await visitor.contactId(),
      );
      await reconnect(stage, 2);
      await pass(1_000);
    },
  },
  {
    rule: 'loss-is-noticed',
    mistake: 'A socket that closes by itself is not opened again.',
    widget: [
      {
        file: connection,
        find: '  set(s, { socket: null });\n  retryLater(s);',
        replace: '  set(s, { socket: null, socketRetryAtMs: Number.POSITIVE_INFINITY });',
      },
    ],
    play: async ({ visitor, world, heard, pass }) => {
      await visitor.chat('question');
      await heard('ready');
      world.cable.dropSockets();
      await visitor.send('is anybody there?');
      await visitor.expectSent('is anybody there?');
      await pass(50_000);
    },
  },
  {
    rule: 'sync-failure-visible',
    mistake: 'A sync that fails is swallowed.',
    widget: [
      {
        file: 'widget/src/core/sync.ts',
        find: 'syncDelayed(s: Step): void {\n  set(s, { syncWanted: true });',
        replace: 'syncDelayed(s: Step): void {\n  if (s.m) return;',
      },
    ],
    play: async (stage) => {
      const { visitor, heard, pass } = stage;
      await visitor.chat('question');
      // The first connection has a sync of its own.
      await heard('ready');
      const failed = visitor.page.waitForEvent('requestfailed');
      await visitor.page.route('**/sync?*', (route) => route.abort(), { times: 1 });
      await reconnect(stage);
      await failed;
      await pass(50_000);
    },
  },
  {
    rule: 'session-maps-to-one',
    mistake: 'A clean-up of sessions hangs one on another conversation.',
    play: async (stage) => {
      const { visitor, sql, pass } = stage;
      await visitor.chat('first chat');
      const first = await visitor.conversationId();
      await visitor.newChat();
      await visitor.send('second chat');
      await visitor.expectSent('second chat');
      const second = await visitor.conversationId();
      await reconnect(stage);
      await sql('DELETE FROM sessions WHERE conversation_id = $1', first);
      await sql('UPDATE sessions SET conversation_id = $1 WHERE conversation_id = $2', first, second);
      await reconnect(stage, 2);
      await pass(1_000);
    },
  },
  {
    rule: 'socket-session-resolves',
    mistake: 'Sessions are deleted while they are in use.',
    play: async (stage) => {
      const { visitor, sql, pass } = stage;
      await visitor.chat('question');
      await sql('DELETE FROM sessions WHERE conversation_id = $1', await visitor.conversationId());
      await reconnect(stage);
      await pass(1_000);
    },
  },
  {
    rule: 'start-names-conversation',
    mistake: 'A new conversation is stamped with the version before its own, so no change brings it.',
    sql: [
      `CREATE FUNCTION stamp_early() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         NEW.version := greatest(1, NEW.version - 1); RETURN NEW;
       END $$`,
      'CREATE TRIGGER stamp_early BEFORE INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION stamp_early()',
    ],
    undo: ['DROP FUNCTION stamp_early CASCADE'],
    play: async ({ visitor, asked, pass }) => {
      await visitor.chat('first chat');
      await visitor.call('newChat');
      await asked('/sessions ', 2);
      await pass(1_000);
    },
  },
];

async function eventsHeard({ page }: Visitor): Promise<number> {
  const { events } = await recordedOn(page);
  return events.filter(
    ({ kind, ...rest }) =>
      kind === 'frame' && 'data' in rest && (rest.data as { type?: string }).type === 'event',
  ).length;
}

export function randomDevice(): string {
  return JSON.stringify({ deviceId: randomUUID(), token: 'A'.repeat(43) });
}
