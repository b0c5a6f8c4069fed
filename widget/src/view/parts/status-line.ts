import type { State } from '../../core/state.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import type { StringKey } from '../strings.ts';
import { reasonKey } from '../words.ts';
import { iconButton, textButton } from './small.ts';

/**
 * How the connection is, and one passing sentence. The wrapper is always there, so that screen readers hear what
 * appears in it; and nothing counts down in it, so that they hear it once.
 */
export function statusLine(draw: Drawing): Drawn {
  const { state, t, on } = draw;
  const key = connectionKey(state);
  const tryNow = textButton('word', t('retry'), on('retry_connection_clicked'));
  return h(
    'div',
    { key: 'status', role: 'status' },
    key && h(`p.bar.${key}`, { key }, h('span', t(key)), key === 'reconnecting' && tryNow),
    noticeLine(draw, key, tryNow),
  );
}

/** A first connection is not news; losing one is. */
function connectionKey({ connection, phase }: State): StringKey | null {
  if (connection.name === 'offline') return 'offline';
  if (connection.name === 'polling') return 'slow';
  if (connection.name === 'waiting' || phase.name === 'failed') return 'reconnecting';
  return connection.name === 'connecting' && connection.attempt > 1 ? 'reconnecting' : null;
}

function noticeLine({ state, t, on }: Drawing, connection: StringKey | null, tryNow: Drawn): Child {
  const { notice } = state;
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
      return !connection && line(t('syncFailed'), tryNow);
  }
  return null;
}
