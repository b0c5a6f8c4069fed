import { words } from '../../support/visitor.ts';
import type { BrokenBuild } from '../broken-build.ts';

const view = 'shared/src/view/contact-view.ts';
const keyed = [
  ['new Map(a.map((row) => [row.seq, row]))', 'new Map(a.map((row) => [row.seq + row.version / 1e6, row]))'],
  ['bySeq.get(row.seq)', 'bySeq.get(row.seq + row.version / 1e6)'],
  ['bySeq.set(row.seq, row)', 'bySeq.set(row.seq + row.version / 1e6, row)'],
] as const;

export const screen: readonly BrokenBuild[] = [
  {
    rule: 'shown-once',
    mistake: 'Messages are kept by version: one that changes stands there twice.',
    widget: keyed.map(([find, replace]) => ({ file: view, find, replace })),
    play: async ({ visitor, agent, asked }) => {
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      const { message } = await agent.reply(conversationId, 'my password is cactus');
      await asked('/read ');
      await agent.redact(conversationId, message.messageId);
      await visitor.thread.getByText(words.redacted).waitFor();
    },
  },
  {
    rule: 'received-is-shown',
    mistake: 'The list on screen is not told of what the agent writes.',
    widget: [
      {
        file: 'widget/src/core/incoming.ts',
        find: '  adopt(s, view, messages);\n  for',
        replace: `  const shown = messages.some(({ author }) => author.kind === 'agent') ? { ...view, threads: before.threads } : view;
  adopt(s, shown, messages);\n  for`,
      },
    ],
    play: async ({ visitor, agent, pass }) => {
      await visitor.chat('question');
      await agent.reply(await visitor.conversationId(), 'answer');
      await visitor.expectUnreadTotal(1);
      await pass(10_000);
    },
  },
];
