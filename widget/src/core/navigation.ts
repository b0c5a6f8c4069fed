import { draftKey, write } from './outbox.ts';
import { startClicked } from './start.ts';
import type { Action } from './state.ts';
import { type Step, set } from './step.ts';
import { tellTyping } from './typing.ts';
import { reconnectNow } from './wake.ts';

export type Actions = {
  [Name in Action['type']]: (s: Step, action: Extract<Action, { type: Name }>) => void;
};

/** One handler per thing a person can do in a plain chat; `later.ts` has the others. */
export const actions = {
  launcher_clicked: (s) => set(s, { open: !s.m.open }),
  closed: (s) => set(s, { open: false }),
  tab_chosen: (s, { tab }) => leaveThread(s, tab),
  start_clicked: startClicked,
  back_clicked: (s) => leaveThread(s, s.m.tab),
  draft_changed: (s, { text }) => {
    const key = draftKey(s);
    set(s, { drafts: { ...s.m.drafts, [key]: text } });
    if (key !== 'new') tellTyping(s, key, text.trim() !== '');
  },
  send_clicked: write,
  sound_toggled: (s) => set(s, { soundOn: !s.m.soundOn }),
  retry_connection_clicked: reconnectNow,
  thread_end_visible: (s, { visible }) => set(s, { endVisible: visible }),
} satisfies Partial<Actions>;

export function leaveThread(s: Step, tab: 'home' | 'messages'): void {
  set(s, { tab, focus: { kind: 'none' }, screen: { name: tab }, endVisible: false });
}
