import { expect } from '@playwright/test';
import type { BrokenBuild } from '../broken-build.ts';
import { recordedOn } from '../stage.ts';

export const reading: readonly BrokenBuild[] = [
  {
    rule: 'unread-from-server',
    mistake: 'The browser keeps the highest unread count that it has seen.',
    widget: [
      {
        file: 'widget/src/core/incoming.ts',
        find: '  set(s, { view });\n',
        replace: `  const conversations = Object.fromEntries(
    Object.entries(view.conversations).map(([id, row]) => [
      id,
      { ...row, unreadCount: Math.max(row.unreadCount, before.conversations[id]?.unreadCount ?? 0) },
    ]),
  );
  set(s, { view: { ...view, conversations } });
`,
      },
    ],
    play: async ({ visitor, agent, asked }) => {
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      await visitor.close();
      await agent.reply(conversationId, 'answer');
      await visitor.expectUnread(1);
      await visitor.openConversation();
      await asked('/read ');
      await visitor.expectUnreadTotal(1);
    },
  },
  {
    rule: 'unread-is-exact',
    mistake: 'The view counts every message after the read mark, the visitor’s own included.',
    sql: [
      `DO $do$ DECLARE old text := pg_get_viewdef('conversation_rows'); new text; BEGIN
         new := replace(old, '(c.agent_count - c.contact_read_agent_count)', '(c.last_seq - c.contact_read_seq)');
         IF new = old THEN RAISE 'the view has changed'; END IF;
         EXECUTE 'CREATE OR REPLACE VIEW conversation_rows AS ' || new;
       END $do$`,
    ],
    undo: [
      `DO $do$ BEGIN
         EXECUTE 'CREATE OR REPLACE VIEW conversation_rows AS ' || replace(
           pg_get_viewdef('conversation_rows'),
           '(c.last_seq - c.contact_read_seq)', '(c.agent_count - c.contact_read_agent_count)');
       END $do$`,
    ],
    play: async ({ visitor }) => {
      await visitor.chat('my own words');
      // Not for long: what is on screen is read.
      const wasUnread = async () =>
        (await recordedOn(visitor.page)).events.some((event) => event.kind === 'unread' && event.total === 1);
      await expect.poll(wasUnread).toBe(true);
    },
  },
  {
    rule: 'read-mark-forward',
    mistake: 'A new message of the agent takes the visitor’s read mark back to the beginning.',
    sql: [
      `CREATE FUNCTION mark_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         NEW.contact_read_seq := 0; NEW.contact_read_agent_count := 0; NEW.last_read_message_id := NULL; RETURN NEW;
       END $$`,
      `CREATE TRIGGER mark_back BEFORE UPDATE ON conversations FOR EACH ROW
         WHEN (NEW.agent_count > OLD.agent_count) EXECUTE FUNCTION mark_back()`,
    ],
    undo: ['DROP FUNCTION mark_back CASCADE'],
    play: async ({ visitor, agent, asked }) => {
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      await agent.reply(conversationId, 'first answer');
      await asked('/read ');
      await visitor.expectUnreadTotal(0);
      await agent.reply(conversationId, 'second answer');
      await asked('/read ', 2);
      await visitor.expectUnreadTotal(0);
    },
  },
  {
    rule: 'read-only-when-looking',
    mistake: 'A thread that is open is read, whether its page is in front or not.',
    widget: [
      {
        file: 'widget/src/core/reading.ts',
        find: 'const attentive = visible && open &&',
        replace: 'const attentive = open &&',
      },
    ],
    play: async ({ visitor, agent, asked }) => {
      await visitor.chat('question');
      await visitor.page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await agent.reply(await visitor.conversationId(), 'answer that nobody sees');
      await asked('/read ');
      await expect(visitor.bubble('answer that nobody sees')).toHaveCount(1);
    },
  },
];
