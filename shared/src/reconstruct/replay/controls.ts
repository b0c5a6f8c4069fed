import { textIn } from '../../invariants/rows.ts';
import { plainly } from '../plain-text.ts';

/**
 * Where on the screen a person does each thing: an action of the widget's core → CSS selectors within its shadow root,
 * the first that is there counts. A replay and a generated browser test use the same table. `data-key` is the key that
 * the view gives to what it draws once per conversation or message.
 */
export interface Control {
  /** `type`: writes the action's text. `scroll`: moves the end of the thread in or out of view. */
  how: 'click' | 'type' | 'scroll';
  selectors: readonly string[];
}

interface LooseAction {
  tab?: unknown;
  conversationId?: unknown;
  clientMessageId?: unknown;
  field?: unknown;
  rating?: unknown;
}

const click = (...selectors: string[]): Control => ({ how: 'click', selectors });
const type = (...selectors: string[]): Control => ({ how: 'type', selectors });
const keyed = (key: unknown, within: string) => `[data-key=${JSON.stringify(plainly(key))}]${within}`;

const controls: Readonly<Record<string, (action: LooseAction) => Control>> = {
  launcher_clicked: () => click('.launcher'),
  closed: () => click('.pane header .close'),
  tab_chosen: ({ tab }) => click(`nav button:nth-child(${tab === 'messages' ? 2 : 1})`),
  start_clicked: () =>
    click('.card.start', '.read-only .primary', '[role=status] [data-key=start_failed] .word'),
  new_chat_clicked: () => click('[data-key=new] .primary'),
  new_chat_confirmed: () => click('.sheet .primary'),
  notice_dismissed: () => click('.sheet .quiet', '[role=status] .close'),
  conversation_chosen: ({ conversationId }) => click(keyed(conversationId, '.row'), '.read-only .primary'),
  back_clicked: () => click('header .back'),
  earlier_wanted: () => click('.inner > .quiet'),
  more_conversations_wanted: () => click('.list > .quiet'),
  draft_changed: () => type('.composer textarea'),
  send_clicked: () => click('.composer .send'),
  retry_clicked: ({ clientMessageId }) => click(keyed(clientMessageId, ' .word:nth-child(1)')),
  send_there_clicked: ({ clientMessageId }) => click(keyed(clientMessageId, ' .word:nth-child(1)')),
  discard_clicked: ({ clientMessageId }) => click(keyed(clientMessageId, ' .word:nth-child(2)')),
  prechat_changed: ({ field }) => type(keyed(field, ' input')),
  prechat_submitted: () => click('.prechat .primary'),
  prechat_dismissed: () => click('header .back'),
  survey_rated: ({ rating }) => click(`.faces label:nth-child(${plainly(rating)}) input`),
  survey_commented: () => type('.survey textarea'),
  survey_submitted: () => click('.survey .primary'),
  survey_dismissed: () => click('.survey .quiet'),
  sound_toggled: () => click('nav button:nth-child(3)'),
  retry_connection_clicked: () =>
    click('.none .primary', '[role=status] .reconnecting .word', '[role=status] .word'),
  thread_end_visible: () => ({ how: 'scroll', selectors: ['.scroll'] }),
};

/** The types of all actions that a control makes. */
export const controlTypes: readonly string[] = Object.keys(controls);

/** The control of an action; undefined for an action that no control makes, and for what is none. */
export function findControl(action: unknown): Control | undefined {
  const type = textIn(action, 'type');
  if (type === null || !Object.hasOwn(controls, type)) return undefined;
  return controls[type]!(action as LooseAction);
}
