import { deriveWidgetState, type WidgetStateName } from '@hilo/shared/lifecycle/lifecycle.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import type { Event, FailureCode } from './events.ts';
import type { Model } from './model.ts';
import { emit, type Step, set } from './step.ts';

/** What calls of `Hilo(…)` answer with. */
export interface Summary {
  contactId: string | null;
  verified: boolean;
  unread: number;
  state: WidgetStateName;
}

export function summary({ view, focus }: Model): Summary {
  return {
    contactId: view.contactId,
    verified: view.contact?.verified ?? false,
    unread: unreadTotal(view),
    state: deriveWidgetState(focus, view.conversations).name,
  };
}

/** The first answer is here: `boot` is settled; without hope of one, so is everything that waits for it. */
export function settleCalls(s: Step, code: FailureCode | null): void {
  for (const call of s.m.bootCalls) settle(s, call, code);
  set(s, { bootCalls: [] });
  if (!code) return;
  for (const job of s.m.jobs) if ('call' in job && job.call !== null) settle(s, job.call, code);
  set(s, { jobs: [] });
}

export function settle(s: Step, call: number, code: FailureCode | null): void {
  if (code) emit(s, { type: 'reject', call, code });
  else emit(s, { type: 'resolve', call, value: summary(s.m) });
}

/** A call of the page. Those that need more than the window come later (`calls.ts`). */
export function called(s: Step, { call, api }: Event & { type: 'called' }): void {
  if (api.name === 'open') set(s, { open: true });
  if (api.name === 'show') set(s, { launcherHidden: false });
  if (api.name === 'hide') set(s, { launcherHidden: true, open: false });
  settle(s, call, null);
}
