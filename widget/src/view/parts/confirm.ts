import { type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { textButton } from './small.ts';

/** Says what a forced new chat does to the current one, before it does it (R2.B). */
export function confirmNewChat({ t, on }: Drawing): Drawn {
  return h(
    'div.veil',
    { key: 'confirm' },
    h(
      'div.sheet',
      { tabindex: -1, role: 'alertdialog', 'aria-modal': 'true', 'aria-label': t('confirmTitle') },
      h('h2', t('confirmTitle')),
      h('p', t('confirmText')),
      textButton('primary', t('confirmYes'), on('new_chat_confirmed')),
      textButton('quiet', t('confirmNo'), on('notice_dismissed')),
    ),
  );
}
