import { expect, test } from 'vitest';
import { openTab } from '../../testing/trace-builder.ts';
import type { TraceEvent } from '../trace/events.ts';
import { catalogue } from './catalogue.ts';
import { createJudge } from './engine.ts';

const other = '0192aaaa-0000-7000-8000-000000000bad';

function statusOf(events: readonly TraceEvent[]): string | undefined {
  const judge = createJudge(catalogue);
  for (const event of events) judge.push(event);
  return judge.verdicts().find(({ rule }) => rule.id === 'one-open-conversation')?.status;
}

/** A chat in which a second conversation is open from some answer on. */
function twoOpen(): TraceEvent[] {
  const { events } = openTab().bootstrap().start().connect().send('Hello').agentReplies('Hi');
  const copy = structuredClone(events) as TraceEvent[];
  for (const event of copy) {
    // biome-ignore lint/suspicious/noExplicitAny: whatever the answer brought
    const changes = ((event as any).body?.changes ?? (event as any).data?.changes)?.changes;
    const change = changes?.find((one: { conversation?: unknown }) => one.conversation);
    if (!change) continue;
    const conversation = { ...change.conversation, conversationId: other };
    changes.push({ type: 'conversation', conversation });
  }
  return copy;
}

test('[R2.A] two open conversations break the promise where the company allows one', () => {
  expect(statusOf(twoOpen())).toBe('violated');
});

test('[R2.A] of the end of a load, which does not say what the company allows, nobody says that', () => {
  const events = twoOpen();
  const answered = events.findIndex(({ kind }) => kind === 'response');
  expect(statusOf(events.slice(answered + 1))).not.toBe('violated');
});
