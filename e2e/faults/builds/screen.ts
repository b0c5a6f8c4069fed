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
    play: async ({ visitor, agent, asked, told }) => {
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      const { message } = await agent.reply(conversationId, 'my password is cactus');
      await asked('/read ');
      await agent.redact(conversationId, message.messageId);
      await told('one message in two places', (event) => event.kind === 'screen' && event.runs.length > 1);
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
    play: async ({ visitor, agent, pass, heard, hang }) => {
      await visitor.chat('question');
      // The answer comes by the socket, and not with the thread, which is fetched again once it is known to have a hole.
      await heard('ready');
      await hang('**/conversations/*');
      await agent.reply(await visitor.conversationId(), 'answer');
      await visitor.expectUnreadTotal(1);
      await pass(10_000);
    },
  },
];
