import { isOpen } from '@hilo/shared/view/selectors.ts';
import { focusOn } from './incoming.ts';
import { wantStart } from './start.ts';
import { type Step, set } from './step.ts';

/** "New chat": never a second empty one, and under `single` never without a word about the one that is open. */
export function newChat(s: Step): void {
  const { config, view } = s.m;
  const open = Object.values(view.conversations).filter(isOpen);
  const empty = open.find((row) => row.lastSeq === 0);
  if (empty) {
    focusOn(s, empty.conversationId);
    return;
  }
  if (open[0] && config?.policy === 'single') {
    const { conversationId } = open[0];
    set(s, { open: true, notice: { kind: 'confirm_new_chat', replacesConversationId: conversationId } });
    return;
  }
  wantStart(s, { intent: 'new', replacesConversationId: null });
}

export function confirmNewChat(s: Step): void {
  const { notice } = s.m;
  if (notice?.kind !== 'confirm_new_chat') return;
  set(s, { notice: null });
  wantStart(s, { intent: 'new', replacesConversationId: notice.replacesConversationId });
}
