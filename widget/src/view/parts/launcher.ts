import { unreadTotal } from '@hilo/shared/view/selectors.ts';
import { type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';
import { unreadPill } from './small.ts';

/** The round button that is always there; its badge is what the server counts, and nothing else (R2.C). */
export function launcher(draw: Drawing): Drawn {
  const { state, t, on } = draw;
  return h(
    'button.launcher',
    {
      key: 'launcher',
      'aria-expanded': `${state.open}`,
      onclick: on('launcher_clicked'),
    },
    h('span.sr', `${t(state.open ? 'close' : 'open')} `),
    icon('chat'),
    icon('down'),
    !state.open && unreadPill(draw, unreadTotal(state.view)),
  );
}
