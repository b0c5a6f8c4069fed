import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { isOpen, unreadTotal } from '@hilo/shared/view/selectors.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import { companyName, type Drawing, partnerName } from '../drawing.ts';
import { threadRows } from '../thread-rows.ts';
import { dayWords } from '../time-words.ts';
import { bubble } from './bubble.ts';
import {
  avatar,
  emptyPlace,
  iconButton,
  personText,
  skeleton,
  textButton,
  top,
  unreadPill,
} from './small.ts';
import { statusLine } from './status-line.ts';
import { threadFoot } from './thread-foot.ts';

/** The conversation in focus, or the one being opened. */
export function thread(draw: Drawing): Child[] {
  const { state, t, toEnd } = draw;
  const id = state.focus.kind === 'conversation' ? state.focus.conversationId : null;
  const conversation = id ? state.view.conversations[id] : undefined;
  const unread = conversation?.unreadCount ?? 0;
  return [
    threadTop(draw, conversation),
    statusLine(draw),
    // Laid out bottom-up: the browser itself keeps the end in view, and the place while earlier messages are added.
    h(
      'div.body.scroll',
      { key: `thread ${id}`, tabindex: 0, role: 'region', 'aria-label': t('messages') },
      h(
        'div.inner',
        turns(draw, conversation),
        conversation?.status === 'solved' && draw.more()?.surveyCard(draw, conversation),
        typing(draw, conversation),
      ),
    ),
    !draw.atEnd &&
      h(
        'div.float',
        { key: 'latest' },
        h('span.mark', iconButton(t('latest'), 'latest', toEnd), unreadPill(draw, unread)),
      ),
    threadFoot(draw, conversation, id),
  ];
}

function threadTop(draw: Drawing, conversation: Conversation | undefined): Drawn {
  const { state, t, on } = draw;
  const name = partnerName(draw, conversation);
  const elsewhere = unreadTotal(state.view) - (conversation?.unreadCount ?? 0);
  return top(
    draw,
    h('span.mark', iconButton(t('back'), 'back', on('back_clicked')), unreadPill(draw, elsewhere)),
    avatar(name, name === companyName(draw)),
    h(
      'span.what',
      personText('h2.cut', name),
      conversation?.lastMessage && h(`span.status.${conversation.status}`, t(conversation.status)),
    ),
  );
}

function turns(draw: Drawing, conversation: Conversation | undefined): Child {
  const { state, t, on } = draw;
  const id = conversation?.conversationId ?? null;
  const loaded = state.view.threads[id ?? ''];
  if (conversation?.lastMessage && !loaded) return skeleton(t);
  const rows = threadRows(
    loaded?.messages ?? [],
    state.outbox.filter((entry) => entry.conversationId === id),
    draw.newAfterSeq,
    conversation?.agentReadSeq ?? 0,
  );
  if (rows.length === 0) {
    return emptyPlace(avatar(companyName(draw), true), t('startTitle'), t('startText'));
  }
  return [
    // Asked for only where it is shown: a word that is not here yet brings the rest of the widget.
    loaded?.hasEarlier &&
      textButton('quiet', t(state.loading.thread === id ? 'busy' : 'earlier'), on('earlier_wanted')),
    h(
      'ol',
      rows.map((row) => {
        if (row.kind === 'bubble') return bubble(draw, row);
        const isNew = row.kind === 'new';
        const words = isNew ? t('newMessages') : dayWords(row.at, draw.wallMs, draw.region);
        return h(isNew ? 'li.divider.new' : 'li.divider', { key: row.key }, words);
      }),
    ),
  ];
}

function typing({ state, t, nowMs }: Drawing, conversation: Conversation | undefined): Child {
  const who = conversation && isOpen(conversation) && state.typing[conversation.conversationId];
  if (!who || who.untilMs <= nowMs) return null;
  const name = who.agentName;
  return h('div.turn.first.last.typing', avatar(name), h('p.bubble', h('span.sr', t('typing', name)), '•••'));
}
