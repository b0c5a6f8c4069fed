import { findOpenConversation, listedConversations } from '@hilo/shared/view/selectors.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import { companyName, type Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';
import { conversationRow } from './conversation-row.ts';
import { avatar, closeButton, personText } from './small.ts';
import { statusLine } from './status-line.ts';
import { tabs } from './tabs.ts';

const recentRowsMax = 2;

/** The first screen: a greeting, and the one thing to do. */
export function home(draw: Drawing): Child[] {
  const { state, t } = draw;
  const name = companyName(draw);
  const open = findOpenConversation(state.view);
  const recent = listedConversations(state.view)
    .filter((row) => row !== open)
    .slice(0, recentRowsMax);
  return [
    h(
      'div.body',
      { key: 'home' },
      h(
        'header.hero',
        h('div.line', avatar(name), personText('b.cut', name), closeButton(draw)),
        personText('h2', state.config?.greeting),
      ),
      h(
        'div.cards',
        open ? h('div.card', conversationRow(draw, open, t('continueTitle'))) : startCard(draw),
        recent.length > 0 && [
          h('h3', t('recentTitle')),
          h(
            'div.card',
            recent.map((row) => conversationRow(draw, row)),
          ),
        ],
        !state.persistent && h('p.hint', t('notKept')),
      ),
    ),
    statusLine(draw),
    tabs(draw),
  ];
}

function startCard({ state, t, on }: Drawing): Drawn {
  const busy = state.starting !== null && !state.starting.error;
  return h(
    'button.card.start',
    { 'aria-busy': busy && 'true', onclick: on('start_clicked') },
    h('span.what', h('b', t(busy ? 'busy' : 'startTitle')), h('span.preview', t('startText'))),
    h('span.go', icon('next')),
  );
}
