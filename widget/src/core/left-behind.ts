import { findOpenConversation, missingPrechatFields } from '@hilo/shared/view/selectors.ts';
import { isSettled } from './boot.ts';
import { isOurs, write } from './outbox.ts';
import { alarm, type Step, set } from './step.ts';

/** "Send": whatever another tab left before it in this conversation goes first, and now. */
export function writeBehind(s: Step): void {
  const { lastWrittenAt } = s.m;
  write(s);
  if (s.m.lastWrittenAt === lastWrittenAt) return;
  const conversationId = s.m.outbox.at(-1)?.conversationId;
  set(s, {
    outbox: s.m.outbox.map((e) =>
      e.takeOverAtMs !== undefined && e.conversationId === conversationId ? { ...e, takeOverAtMs: 0 } : e,
    ),
  });
}

/** What other tabs wrote and do not send is sent by this one, after a while. */
export function takeOverRule(s: Step): void {
  const later = s.m.outbox.flatMap((entry) => (isOurs(s, entry) ? [] : (entry.takeOverAtMs ?? 0)));
  alarm(s, 'outbox', later.length ? Math.min(...later) : null);
}

/**
 * Written and never bound, because of a reload or a tab that is gone: the start it waited for is made again, by the
 * same id, so that two tabs doing so still mean one conversation. Where the prechat form comes first, it waits.
 */
export function unboundRule(s: Step): void {
  const { starting, outbox, view, config, focus } = s.m;
  if (starting || focus.kind === 'prechat' || !isSettled(s)) return;
  const due = outbox.find((e) => !e.conversationId && e.status !== 'failed' && !e.gone && isOurs(s, e));
  if (!due?.start) return;
  const asked = missingPrechatFields(config?.prechat ?? [], view.contact).length > 0;
  if (!asked || findOpenConversation(view)) set(s, { starting: { ...due.start, error: null } });
}
