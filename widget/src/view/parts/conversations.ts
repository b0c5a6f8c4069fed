import { findOpenConversation, listedConversations } from '@hilo/shared/view/selectors.ts';
import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { conversationRow } from './conversation-row.ts';
import { startCard } from './home.ts';

const recentRowsMax = 2;

/** The conversations on the home screen: the one to go on with, or the way to a new one, and what was before. */
export function conversations(draw: Drawing): Child {
  const { state, t } = draw;
  const open = findOpenConversation(state.view);
  const recent = listedConversations(state.view)
    .filter((row) => row !== open)
    .slice(0, recentRowsMax);
  return [
    open ? h('div.card', conversationRow(draw, open, t('continueTitle'))) : startCard(draw),
    recent.length > 0 && [
      h('h3', t('recentTitle')),
      h(
        'div.card',
        recent.map((row) => conversationRow(draw, row)),
      ),
    ],
  ];
}
