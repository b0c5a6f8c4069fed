import { words } from '../../support/visitor.ts';
import type { BrokenBuild } from '../broken-build.ts';

const start = 'widget/src/core/start.ts';
const survey = 'widget/src/core/survey.ts';
const openSlots = `CREATE UNIQUE INDEX conversations_one_open ON conversations (company_id, contact_id, open_slot)
  WHERE status IN ('waiting', 'active')`;
const anotherRequestPerClick = {
  file: start,
  find: "if (starting) setLane(s, 'startSession', { retryAtMs: 0 });",
  replace: "if (starting) setLane(s, 'startSession', { isBusy: false, retryAtMs: 0 });",
};

export const starting: readonly BrokenBuild[] = [
  {
    rule: 'one-open-conversation',
    mistake: 'There is no unique index, and the conversation that a new one replaces stays open.',
    site: 'alfar',
    sql: [
      'DROP INDEX conversations_one_open',
      `CREATE FUNCTION keep_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         NEW.status := OLD.status; NEW.archived_reason := NULL; NEW.waiting_since := OLD.waiting_since; RETURN NEW;
       END $$`,
      `CREATE TRIGGER keep_open BEFORE UPDATE ON conversations FOR EACH ROW
         WHEN (NEW.archived_reason = 'replaced') EXECUTE FUNCTION keep_open()`,
    ],
    undo: [
      'DROP FUNCTION keep_open CASCADE',
      `UPDATE conversations SET status = 'archived', archived_reason = 'replaced'
       WHERE status = 'waiting' AND last_message_preview = 'the first chat'`,
      openSlots,
    ],
    play: async ({ visitor, asked }) => {
      await visitor.chat('the first chat');
      await visitor.call('newChat');
      await visitor.panel.getByRole('button', { name: words.confirmYes }).click();
      await asked('/sessions ', 2);
      await visitor.expectSaid();
      await visitor.send('the second chat');
      await visitor.expectSent('the second chat');
    },
  },
  {
    rule: 'start-is-idempotent',
    mistake:
      'Starts are not remembered, no index holds their slot, and every click on "New chat" asks again.',
    widget: [anotherRequestPerClick],
    sql: [
      'DROP INDEX conversations_one_open',
      'CREATE FUNCTION forget_start() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
      'CREATE TRIGGER forget_start BEFORE INSERT ON starts FOR EACH ROW EXECUTE FUNCTION forget_start()',
    ],
    undo: [
      'DROP FUNCTION forget_start CASCADE',
      "UPDATE conversations SET open_slot = conversation_id::text WHERE company_id = 'norte'",
      openSlots,
    ],
    play: async ({ visitor, world, asked }) => {
      await visitor.chat('a chat');
      world.cable.delay(200);
      await Promise.all([visitor.call('newChat'), visitor.call('newChat')]);
      await asked('/sessions ', 3);
      world.cable.restore();
      await visitor.expectSaid();
      await visitor.send('a new chat');
      await visitor.expectSent('a new chat');
    },
  },
  {
    rule: 'one-intention-one-conversation',
    mistake: 'Answering the survey starts the next chat.',
    widget: [
      {
        file: survey,
        find: "import type { SurveyNote } from './model.ts';",
        replace: "import type { SurveyNote } from './model.ts';\nimport { wantStart } from './start.ts';",
      },
      {
        file: survey,
        find: '  forgetNote(s, about);\n  take(s, changes);',
        replace:
          "  forgetNote(s, about);\n  take(s, changes);\n  wantStart(s, { intent: 'new', replacesConversationId: null });",
      },
    ],
    play: async ({ visitor, agent, rate, asked }) => {
      await visitor.chat('please help');
      await agent.solve(await visitor.conversationId());
      await rate();
      await asked('/sessions ', 2);
      await visitor.expectSaid();
    },
  },
  {
    rule: 'double-click-is-one-start',
    mistake: 'Every click is a start with an id of its own, whether one is under way or not.',
    widget: [
      anotherRequestPerClick,
      {
        file: start,
        find: 'starting: starting ?? { ...intention, clientStartId',
        replace: 'starting: { ...intention, clientStartId',
      },
    ],
    play: async ({ visitor, world, asked }) => {
      await visitor.chat('a chat');
      world.cable.delay(200);
      await Promise.all([visitor.call('newChat'), visitor.call('newChat')]);
      await asked('/sessions ', 3);
      world.cable.restore();
      await visitor.expectSaid();
    },
  },
];
