import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { reasonKey } from '../words.ts';
import { iconButton, textButton } from './small.ts';
import { tryNow } from './status-line.ts';

/** One passing sentence. `isCut`: the connection's own line stands above it. */
export function noticeLine(draw: Drawing, isCut: boolean): Child {
  const { t, on } = draw;
  const { notice } = draw.state;
  const line = (text: string, button?: Child): Child =>
    h(
      'p.bar',
      { key: notice?.kind },
      h('span', text),
      button,
      iconButton(t('close'), 'close', on('notice_dismissed')),
    );
  switch (notice?.kind) {
    case 'rate_limited':
      return line(t('rateLimited'));
    case 'logged_out':
      return line(t('loggedOut'));
    case 'unsent_at_logout':
      return line(t('unsent', notice.count));
    case 'start_failed':
      return line(
        t('startFailed', t(reasonKey(notice.code))),
        textButton('word', t('retry'), on('start_clicked')),
      );
    case 'sync_failed':
      // A lost connection says it already.
      return !isCut && line(t('syncFailed'), tryNow(draw));
  }
  return null;
}
