import { focusOn } from './incoming.ts';
import { discard, draftKey, retry, sendThere, write } from './outbox.ts';
import { dismissPrechat, submitPrechat, typeField } from './prechat.ts';
import { confirmNewChat, newChat, startClicked } from './start.ts';
import type { Action } from './state.ts';
import { type Step, set } from './step.ts';
import { noteSurvey } from './survey.ts';
import { earlierWanted, moreWanted } from './threads.ts';
import { tellTyping } from './typing.ts';
import { reconnectNow } from './wake.ts';

/** One handler per thing a person can do. */
export const actions: {
  [Name in Action['type']]: (s: Step, action: Extract<Action, { type: Name }>) => void;
} = {
  launcher_clicked: (s) => set(s, { open: !s.m.open }),
  closed: (s) => set(s, { open: false }),
  tab_chosen: (s, { tab }) => leaveThread(s, tab),
  start_clicked: startClicked,
  new_chat_clicked: newChat,
  new_chat_confirmed: confirmNewChat,
  notice_dismissed: (s) => set(s, { notice: null }),
  conversation_chosen: (s, { conversationId }) => focusOn(s, conversationId),
  back_clicked: (s) => leaveThread(s, s.m.tab),
  earlier_wanted: earlierWanted,
  more_conversations_wanted: moreWanted,
  draft_changed: (s, { text }) => {
    const key = draftKey(s);
    set(s, { drafts: { ...s.m.drafts, [key]: text } });
    if (key !== 'new') tellTyping(s, key, text.trim() !== '');
  },
  send_clicked: write,
  retry_clicked: (s, { clientMessageId }) => retry(s, clientMessageId),
  discard_clicked: (s, { clientMessageId }) => discard(s, clientMessageId),
  send_there_clicked: (s, { clientMessageId }) => sendThere(s, clientMessageId),
  prechat_changed: (s, { field, text }) => typeField(s, field, text),
  prechat_submitted: submitPrechat,
  prechat_dismissed: dismissPrechat,
  survey_rated: (s, { rating }) => noteSurvey(s, { rating }),
  survey_commented: (s, { text }) => noteSurvey(s, { comment: text }),
  survey_submitted: (s) => noteSurvey(s, { done: 'rated' }),
  survey_dismissed: (s) => noteSurvey(s, { done: 'dismissed' }),
  sound_toggled: (s) => set(s, { soundOn: !s.m.soundOn }),
  retry_connection_clicked: reconnectNow,
  thread_end_visible: (s, { visible }) => set(s, { endVisible: visible }),
};

function leaveThread(s: Step, tab: 'home' | 'messages'): void {
  if (s.m.focus.kind === 'prechat') dismissPrechat(s);
  set(s, { tab, focus: { kind: 'none' }, screen: { name: tab }, endVisible: false });
}
