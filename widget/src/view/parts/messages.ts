import { listedConversations } from '@hilo/shared/view/selectors.ts';
import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';
import { conversationRow } from './conversation-row.ts';
import { emptyPlace, skeleton, textButton, top } from './small.ts';
import { statusLine } from './status-line.ts';
import { tabs } from './tabs.ts';

/** Every conversation, and the only place where another one is started. */
export function messages(draw: Drawing): Child[] {
  const { state, t, on } = draw;
  const rows = listedConversations(state.view);
  const busy = state.starting !== null && !state.starting.error;
  return [
    top(draw, h('h2.cut', t('messages'))),
    statusLine(draw),
    h(
      'div.body.list',
      { key: 'messages' },
      rows.length > 0
        ? h(
            'ul',
            rows.map((row) => h('li', { key: row.conversationId }, conversationRow(draw, row))),
          )
        : emptyPlace(icon('chat'), t('startTitle'), t('startText')),
      state.loading.conversations
        ? skeleton(t)
        : state.view.hasMoreConversations && textButton('quiet', t('more'), on('more_conversations_wanted')),
    ),
    h(
      'div.float',
      { key: 'new' },
      h(
        'button.primary',
        { 'aria-busy': busy && 'true', onclick: on('new_chat_clicked') },
        icon('plus'),
        t(busy ? 'busy' : 'newChat'),
      ),
    ),
    tabs(draw),
  ];
}
