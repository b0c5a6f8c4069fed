import type { Action, State } from '../../core/state.ts';

/** Enough of an answer to each action to click through the gallery; the real rules live in the core. */
export function play(state: State, action: Action): State {
  const draftKey = state.focus.kind === 'conversation' ? state.focus.conversationId : 'new';
  switch (action.type) {
    case 'launcher_clicked':
      return { ...state, open: !state.open };
    case 'closed':
      return { ...state, open: false };
    case 'tab_chosen':
      return { ...state, screen: { name: action.tab } };
    case 'back_clicked':
    case 'prechat_dismissed':
      return { ...state, screen: { name: 'messages' }, focus: { kind: 'none' } };
    case 'start_clicked':
      return {
        ...state,
        screen: { name: 'prechat' },
        focus: { kind: 'prechat', missing: ['name', 'email'] },
      };
    case 'new_chat_clicked':
      return { ...state, notice: { kind: 'confirm_new_chat', replacesConversationId: '' } };
    case 'new_chat_confirmed':
      return { ...state, notice: null, screen: { name: 'thread' }, focus: { kind: 'none' } };
    case 'notice_dismissed':
      return { ...state, notice: null };
    case 'conversation_chosen':
      return {
        ...state,
        screen: { name: 'thread' },
        focus: { kind: 'conversation', conversationId: action.conversationId },
      };
    case 'draft_changed':
      return { ...state, drafts: { ...state.drafts, [draftKey]: action.text } };
    case 'send_clicked':
      return sent(state, draftKey);
    case 'discard_clicked':
      return {
        ...state,
        outbox: state.outbox.filter((row) => row.clientMessageId !== action.clientMessageId),
      };
    case 'prechat_changed':
      return {
        ...state,
        prechat: { ...state.prechat, values: { ...state.prechat.values, [action.field]: action.text } },
      };
    case 'prechat_submitted':
      return { ...state, prechat: { ...state.prechat, errors: { name: 'missing', email: 'invalid' } } };
    case 'survey_rated':
      return { ...state, survey: { ...state.survey, rating: action.rating } };
    case 'survey_commented':
      return { ...state, survey: { ...state.survey, comment: action.text } };
    case 'sound_toggled':
      return { ...state, soundOn: !state.soundOn };
    default:
      return state;
  }
}

function sent(state: State, draftKey: string): State {
  const entry = {
    clientMessageId: crypto.randomUUID(),
    conversationId: draftKey === 'new' ? null : draftKey,
    contactId: state.view.contactId,
    body: state.drafts[draftKey] ?? '',
    writtenAt: Date.now(),
    status: 'sending',
    attempts: 1,
    error: null,
    otherConversationId: null,
  } as const;
  return { ...state, outbox: [...state.outbox, entry], drafts: { ...state.drafts, [draftKey]: '' } };
}
