import { nameWidgetState, type WidgetStateName } from '@hilo/shared/lifecycle/lifecycle.ts';
import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import type { Event } from './events.ts';
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
    state: nameWidgetState(focus, view.conversations),
  };
}

/** What a call of the page asked for is so. */
export function settle(s: Step, call: number): void {
  emit(s, { type: 'resolve', call, value: summary(s.m) });
}

/** A call of the page. Those that need more than the window come later (`calls.ts`). */
export function called(s: Step, { call, api }: Event & { type: 'called' }): void {
  if (api.name === 'open') set(s, { open: true });
  if (api.name === 'show') set(s, { launcherHidden: false });
  if (api.name === 'hide') set(s, { launcherHidden: true, open: false });
  settle(s, call);
}
