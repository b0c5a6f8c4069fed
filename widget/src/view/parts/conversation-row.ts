import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { type Drawn, h } from '../dom.ts';
import { companyName, type Drawing, partnerName } from '../drawing.ts';
import { icon } from '../icons.ts';
import { agoWords } from '../time-words.ts';
import { avatar, personText, unreadPill } from './small.ts';

/** One conversation as a button: who, what was last said, when, and how it stands. `title` replaces the name. */
export function conversationRow(draw: Drawing, conversation: Conversation, title?: string): Drawn {
  const { on, t, wallMs, region } = draw;
  const { conversationId, status, lastMessage, lastActivityAt, unreadCount } = conversation;
  const name = partnerName(draw, conversation);
  const when = h('time', agoWords(lastActivityAt, wallMs, region));
  return h(
    unreadCount ? 'button.row.unread' : 'button.row',
    { key: conversationId, onclick: on('conversation_chosen', { conversationId }) },
    avatar(name, name === companyName(draw)),
    h(
      'span.what',
      h('span.line', personText('b.cut', title ?? name), !title && when),
      h(
        'span.line',
        personText('span.cut.preview', preview(draw, conversation)),
        unreadPill(draw, unreadCount),
      ),
      h('span.line', lastMessage && h(`span.status.${status}`, t(status)), title && when),
    ),
    title && icon('next'),
  );
}

function preview({ t }: Drawing, { lastMessage }: Conversation): string {
  if (!lastMessage) return t('write');
  const text = lastMessage.preview || t('redacted');
  return lastMessage.authorKind === 'visitor' ? `${t('you')}: ${text}` : text;
}
