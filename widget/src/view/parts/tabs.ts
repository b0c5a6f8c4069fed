import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import { isDebugging } from '../../core/debugging.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';

/** The two places, the sound switch, and the way to debug info, at the foot of home and messages. */
export function tabs(draw: Drawing): Drawn {
  const { state, t, on } = draw;
  const at = state.screen.name;
  const { soundOn } = state;
  return h(
    'nav',
    { key: 'tabs' },
    tab(icon('home'), t('home'), at === 'home', on('tab_chosen', { tab: 'home' })),
    tab(
      icon('chat'),
      t('messages'),
      at === 'messages',
      on('tab_chosen', { tab: 'messages' }),
      unreadTotal(state.view) > 0 && h('i.dot'),
    ),
    tab(icon(soundOn ? 'bell' : 'muted'), t(soundOn ? 'soundOn' : 'soundOff'), false, on('sound_toggled')),
    isDebugging(state) && draw.more()?.debugTab(draw),
  );
}

export function tab(
  picture: Drawn,
  label: string,
  current: boolean,
  onclick: () => void,
  mark?: Child,
): Drawn {
  return h('button', { 'aria-current': current && 'page', onclick }, h('span.mark', picture, mark), label);
}
