import { calledLater } from './calls.ts';
import { identified, identitiesRule, locked, loggedOut } from './identities.ts';
import { focusOn } from './incoming.ts';
import { takeOverRule, unboundRule, writeBehind } from './left-behind.ts';
import { bootWithLeftovers } from './leftovers.ts';
import { confirmNewChat, newChat } from './new-chat.ts';
import { heard } from './other-tabs.ts';
import { earlierFetched, earlierWanted, moreFetched, moreWanted } from './pages.ts';
import { dismissPrechat, prechatAnswered, prechatRule, submitPrechat, typeField } from './prechat.ts';
import type { Later } from './reduce.ts';
import { failedLater, patienceRule, socketClosedLater, threadFetched } from './refused.ts';
import { discard, retry, sendThere } from './resend.ts';
import { set } from './step.ts';
import { noteSurvey, surveyAnswered, surveyRule } from './survey.ts';
import { reread } from './visitors.ts';

/**
 * What a plain chat does without: forms, a second chat, older pages, whatever was refused, other tabs, a known user,
 * calls of the page. Whatever needs it waits for it outside of the core, as if it happened then.
 */
export const later: Later = {
  actions: {
    conversation_chosen: (s, { conversationId }) => focusOn(s, conversationId),
    notice_dismissed: (s) => set(s, { notice: null }),
    new_chat_clicked: newChat,
    new_chat_confirmed: confirmNewChat,
    earlier_wanted: earlierWanted,
    more_conversations_wanted: moreWanted,
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
  },
  handlers: {
    boot: bootWithLeftovers,
    called: calledLater,
    locked,
    persistence: (s, { persistent }) => set(s, { persistent }),
    reread,
    send_clicked: writeBehind,
    socket_closed: socketClosedLater,
    stored: heard,
  },
  answers: {
    getConversation: threadFetched,
    listConversations: moreFetched,
    listMessages: earlierFetched,
    prechat: prechatAnswered,
    identify: identified,
    logout: loggedOut,
    answerSurvey: surveyAnswered,
  },
  failed: failedLater,
  rules: {
    identity: identitiesRule,
    prechat: prechatRule,
    identityAgain: identitiesRule,
    survey: surveyRule,
    takeOver: takeOverRule,
    unbound: unboundRule,
    patience: patienceRule,
  },
};
