import type { State } from '../../core/state.ts';
import { type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import type { StringKey } from '../strings.ts';
import { textButton } from './small.ts';

/**
 * How the connection is, and one passing sentence. The wrapper is always there, so that screen readers hear what
 * appears in it; and nothing counts down in it, so that they hear it once.
 */
export function statusLine(draw: Drawing): Drawn {
  const { state, t } = draw;
  const lost = connectionKey(state);
  const key = lost ?? (draw.isMoreMissing ? 'reconnecting' : null);
  return h(
    'div',
    { key: 'status', role: 'status' },
    key && h(`p.bar.${key}`, { key }, h('span', t(key)), lost === 'reconnecting' && tryNow(draw)),
    state.notice && draw.more()?.noticeLine(draw, !!key),
  );
}

/** A first connection is not news; losing one is. */
function connectionKey({ connection, phase }: State): StringKey | null {
  if (connection.name === 'offline') return 'offline';
  if (connection.name === 'polling') return 'slow';
  if (connection.name === 'waiting' || phase.name === 'failed') return 'reconnecting';
  return connection.name === 'connecting' && connection.attempt > 1 ? 'reconnecting' : null;
}

export function tryNow({ t, on }: Drawing): Drawn {
  return textButton('word', t('retry'), on('retry_connection_clicked'));
}
