import { expect } from '@playwright/test';
import type { BrokenBuild } from '../broken-build.ts';

export const lifecycle: readonly BrokenBuild[] = [
  {
    rule: 'legal-transitions',
    mistake: 'A conversation becomes active without the widget saying so.',
    widget: [
      {
        file: 'widget/src/core/transitions.ts',
        find: '  moves.push({ from, event, to });',
        replace: "  if (to.name !== 'active') moves.push({ from, event, to });",
      },
    ],
    play: async ({ visitor, agent }) => {
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      await agent.reply(conversationId, 'answer');
      await expect(visitor.bubble('answer')).toHaveCount(1);
      await agent.solve(conversationId);
      await expect.poll(async () => (await visitor.debug()).state).toBe('survey');
    },
  },
  {
    rule: 'state-matches-server',
    mistake: 'After the survey a solved conversation counts as waiting.',
    widget: [
      {
        file: 'shared/src/lifecycle/lifecycle.ts',
        find: "return status === 'solved' && survey?.state === 'due' ? 'survey' : status;",
        replace: "return status !== 'solved' ? status : survey?.state === 'due' ? 'survey' : 'waiting';",
      },
    ],
    play: async ({ visitor, agent, rate }) => {
      await visitor.chat('please help');
      await agent.solve(await visitor.conversationId());
      await rate();
      await expect.poll(async () => (await visitor.debug()).state).toBe('waiting');
    },
  },
  {
    rule: 'server-status-legal',
    mistake: 'Writing to an archived conversation opens it again.',
    withServer: true,
    sql: [
      'ALTER TABLE status_history DROP CONSTRAINT status_history_legal',
      `DO $do$ DECLARE old text := pg_get_functiondef('send_batch'::regproc); new text; BEGIN
         new := replace(old, $q$CASE WHEN c.status = 'archived' THEN 'archived' END$q$, 'NULL');
         new := replace(new, $q$HAVING c.status = 'solved'$q$, $q$HAVING c.status IN ('solved', 'archived')$q$);
         new := replace(new, $q$IF v_row.status = 'solved'$q$, $q$IF v_row.status IN ('solved', 'archived')$q$);
         EXECUTE new;
       END $do$`,
    ],
    undo: [
      `DO $do$ DECLARE text text := pg_get_functiondef('send_batch'::regproc); BEGIN
         text := replace(text, 'WHEN m.seq IS NULL THEN NULL', $q$WHEN m.seq IS NULL THEN CASE WHEN c.status = 'archived' THEN 'archived' END$q$);
         text := replace(text, $q$HAVING c.status IN ('solved', 'archived')$q$, $q$HAVING c.status = 'solved'$q$);
         text := replace(text, $q$IF v_row.status IN ('solved', 'archived')$q$, $q$IF v_row.status = 'solved'$q$);
         EXECUTE text;
       END $do$`,
      `DELETE FROM conversations WHERE conversation_id IN
         (SELECT conversation_id FROM status_history WHERE from_status = 'archived')`,
    ],
    play: async ({ visitor, sql }) => {
      await visitor.chat('question');
      await sql(
        "UPDATE conversations SET status = 'archived', archived_reason = 'agent' WHERE conversation_id = $1",
        await visitor.conversationId(),
      );
      await visitor.send('written into the archive');
      await visitor.expectSent('written into the archive');
    },
  },
];
