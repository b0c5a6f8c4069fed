import type { OutboxEntry } from '../../core/state.ts';
import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { reasonKey } from '../words.ts';
import { textButton } from './small.ts';

/** Why a message was refused, and what can be done with it. */
export function fate(
  { t, on }: Drawing,
  { clientMessageId, error, otherConversationId }: OutboxEntry,
): Child {
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
