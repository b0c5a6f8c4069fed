import type { OutboxEntry } from '../../core/state.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import { companyName, type Drawing } from '../drawing.ts';
import type { BubbleRow } from '../thread-rows.ts';
import { dateWords } from '../time-words.ts';
import { avatar, personText } from './small.ts';

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
    body === null
      ? h('p.bubble.redacted', t('redacted'))
      : personText('p.bubble', body.match(/[@/]/) ? (draw.more()?.linked(body) ?? body) : body),
    entry
      ? fateOf(draw, entry)
      : (last || delivery) &&
          h(
            'span.when',
            last && dateWords(row.at, region, { timeStyle: 'short' }),
            last && delivery && ' · ',
            delivery && t(delivery),
          ),
  );
}

/** What is happening to a message that the server has not accepted: on its way, held back, or refused. */
function fateOf(draw: Drawing, entry: OutboxEntry): Child {
  const { state, t } = draw;
  if (entry.status === 'failed') return draw.more()?.fate(draw, entry);
  const held = state.connection.name === 'offline';
  return h('span.when', t(held ? 'held' : entry.status === 'waiting' ? 'retrying' : 'sending'));
}
