import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { findOpenConversation } from '@hilo/shared/view/selectors.ts';
import { type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { drawing } from '../icons.ts';
import { textButton } from './small.ts';

/** Why nothing can be written here, and where it can. */
export function archivedFoot({ state, t, on }: Drawing, { archivedReason }: Conversation): Drawn {
  const open = findOpenConversation(state.view);
  return h(
    'div.foot.read-only',
    { key: 'read-only' },
    h('p', t(archivedReason ?? 'agent')),
    open
      ? textButton('primary', t('goOpen'), on('conversation_chosen', { conversationId: open.conversationId }))
      : textButton('primary', t('newChat'), on('start_clicked')),
  );
}

/** That the conversation is over, and how it goes on. */
export function solvedLine({ t }: Drawing): Drawn {
  return h('p.line.solved-line', drawing('i.i-check', 'm5 13 5 5 9-11'), t('solvedText'));
}
