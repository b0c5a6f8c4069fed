import { linkify, type TextPart } from '@hilo/shared/text/linkify.ts';
import type { OutboxEntry } from '../../core/state.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import { companyName, type Drawing } from '../drawing.ts';
import type { BubbleRow } from '../thread-rows.ts';
import { dateWords } from '../time-words.ts';
import { reasonKey } from '../words.ts';
import { avatar, personText, textButton } from './small.ts';

/** One message of the thread, with what became of it. */
export function bubble(draw: Drawing, row: BubbleRow): Drawn {
  const { t, region } = draw;
  const { own, first, last, body, delivery, entry } = row;
  const name = own ? t('you') : (row.name ?? companyName(draw));
  const classes = { own, first, last, failed: entry?.status === 'failed' };
  return h(
    'li',
    {
      key: row.key,
      class: ['turn', ...Object.entries(classes).flatMap(([word, is]) => (is ? word : []))].join(' '),
    },
    !own && last && avatar(name, !row.name),
    personText(own || !first ? 'span.sr' : 'span.who', name),
    body === null ? h('p.bubble.redacted', t('redacted')) : personText('p.bubble', linkify(body).map(link)),
    entry
      ? fate(draw, entry)
      : (last || delivery) &&
          h(
            'span.when',
            last && dateWords(row.at, region, { timeStyle: 'short' }),
            last && delivery && ' · ',
            delivery && t(delivery),
          ),
  );
}

function link({ text, href }: TextPart): Child {
  return href ? h('a', { href, target: '_blank', rel: 'noopener nofollow' }, text) : text;
}

/** What is happening to a message that the server has not accepted: on its way, held back, or refused and why. */
function fate(
  { state, t, on }: Drawing,
  { clientMessageId, status, error, otherConversationId }: OutboxEntry,
): Child {
  if (status !== 'failed') {
    const held = state.connection.name === 'offline';
    return h('span.when', t(held ? 'held' : status === 'waiting' ? 'retrying' : 'sending'));
  }
  const there = error === 'another_open' && otherConversationId;
  const id = { clientMessageId };
  return [
    h('span.when.fate', t('notSent', t(reasonKey(error)))),
    h(
      'span.line',
      there
        ? textButton('word', t('sendThere'), on('send_there_clicked', id))
        : textButton('word', t('retry'), on('retry_clicked', id)),
      textButton('word', t('discard'), on('discard_clicked', id)),
    ),
  ];
}
