import type { InboxConversation, InboxCounts } from '@hilo/shared/protocol/inbox-shapes.ts';
import { matches } from './list.ts';

const counted = ['waiting', 'active', 'solved', 'mine'] as const;

/** The counts after one conversation went from one header to the next; the same object where none moved. */
export function shiftCounts(
  counts: InboxCounts,
  before: InboxConversation,
  after: InboxConversation,
  agentId: string | null,
): InboxCounts {
  let next = counts;
  for (const name of counted) {
    const step = Number(matches(after, name, agentId)) - Number(matches(before, name, agentId));
    if (step !== 0) next = { ...next, [name]: Math.max(0, next[name] + step) };
  }
  return next;
}
