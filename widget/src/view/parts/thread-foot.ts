import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { findOpenConversation } from '@hilo/shared/view/selectors.ts';
import { type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';
import { composer } from './composer.ts';
import { textButton } from './small.ts';

/** The composer; or why nothing can be written here, and where it can. */
export function threadFoot(draw: Drawing, conversation: Conversation | undefined, id: string | null): Drawn {
  const { state, t, on } = draw;
  if (conversation?.status !== 'archived') {
    return h(
      'div.foot',
      { key: 'foot' },
      conversation?.status === 'solved' && h('p.line.solved-line', icon('check'), t('solvedText')),
      composer(draw, id),
    );
  }
  const open = findOpenConversation(state.view);
  return h(
    'div.foot.read-only',
    { key: 'read-only' },
    h('p', t(conversation.archivedReason ?? 'agent')),
    open
      ? textButton('primary', t('goOpen'), on('conversation_chosen', { conversationId: open.conversationId }))
      : textButton('primary', t('newChat'), on('start_clicked')),
  );
}
