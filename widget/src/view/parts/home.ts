import { type Child, type Drawn, h } from '../dom.ts';
import { companyName, type Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';
import { avatar, closeButton, personText, skeleton } from './small.ts';
import { statusLine } from './status-line.ts';
import { tabs } from './tabs.ts';

/** The first screen: a greeting, and the one thing to do. */
export function home(draw: Drawing): Child[] {
  const { state, t } = draw;
  const name = companyName(draw);
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
        Object.keys(state.view.conversations).length > 0
          ? (draw.more()?.conversations(draw) ?? skeleton(t))
          : startCard(draw),
        !state.persistent && h('p.hint', t('notKept')),
      ),
    ),
    statusLine(draw),
    tabs(draw),
  ];
}

export function startCard({ state, t, on }: Drawing): Drawn {
  const busy = state.starting !== null && !state.starting.error;
  return h(
    'button.card.start',
    { 'aria-busy': busy && 'true', onclick: on('start_clicked') },
    h('span.what', h('b', t(busy ? 'busy' : 'startTitle')), h('span.preview', t('startText'))),
    h('span.go', icon('next')),
  );
}
