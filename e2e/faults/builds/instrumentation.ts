import { expect } from '@playwright/test';
import type { BrokenBuild } from '../broken-build.ts';

const tracer = 'widget/src/trace/tracer.ts';

export const instrumentation: readonly BrokenBuild[] = [
  {
    rule: 'ten-fields-complete',
    mistake: 'In a thread the fields lack the company.',
    widget: [
      {
        file: 'widget/src/core/ten-fields.ts',
        find: 'companyId: config?.companyId ?? null,',
        replace: 'companyId: conversation ? null : (config?.companyId ?? null),',
      },
    ],
    play: ({ visitor }) => visitor.chat('hello'),
  },
  {
    rule: 'traceparent-everywhere',
    mistake: 'Only what is posted carries the trace.',
    widget: [
      {
        file: 'widget/src/edges/wire.ts',
        find: '...(!simple && { traceparent }),',
        replace: '...(body && { traceparent }),',
      },
    ],
    play: async ({ visitor, reload }) => {
      await visitor.chat('hello');
      await reload();
      await visitor.expectSaid('hello');
    },
  },
  {
    rule: 'operations-end',
    mistake: 'Requests have no time limit.',
    widget: [{ file: 'widget/src/edges/http.ts', find: '      signal,\n', replace: '' }],
    play: async ({ visitor, agent, hang, pass }) => {
      await visitor.chat('question');
      const asked = visitor.page.waitForRequest('**/read');
      await hang('**/read');
      await agent.reply(await visitor.conversationId(), 'answer');
      await asked;
      await pass(40_000);
    },
  },
  {
    rule: 'requests-belong-to-operations',
    mistake: 'What the widget does by itself is not recorded as an operation.',
    widget: [
      {
        file: tracer,
        find: "    note({ kind: 'operation', operation, phase: 'start',",
        replace: "    if (operation !== 'mark_read') note({ kind: 'operation', operation, phase: 'start',",
      },
    ],
    play: async ({ visitor, agent, asked }) => {
      await visitor.chat('question');
      await agent.reply(await visitor.conversationId(), 'answer');
      await asked('/read ');
      await expect.poll(async () => (await visitor.debug()).unread).toBe(0);
    },
  },
];
