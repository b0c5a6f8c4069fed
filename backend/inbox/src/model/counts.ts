import type { InboxConversation, InboxCounts } from '@hilo/shared/protocol/inbox-shapes.ts';
import { matches } from './list.ts';

/** The server counts no further: a count this high means "or more". */
export const countMax = 1_000;

const counted = ['waiting', 'active', 'solved', 'mine'] as const;

/**
 * The counts after one conversation went from one header to the next; the same object where none moved. One that is
 * full stays full until the server counts again.
 */
export function shiftCounts(
  counts: InboxCounts,
  before: InboxConversation,
  after: InboxConversation,
  agentId: string | null,
): InboxCounts {
  let next = counts;
  for (const name of counted) {
    const step = Number(matches(after, name, agentId)) - Number(matches(before, name, agentId));
    if (step !== 0 && next[name] < countMax) next = { ...next, [name]: Math.max(0, next[name] + step) };
  }
  return next;
}
