import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';
import { reasonKey } from '../words.ts';
import { emptyPlace, skeleton, textButton, top } from './small.ts';
import { statusLine } from './status-line.ts';

/** Opened before it is here: it is on its way; or it failed, why, and the way to try again. */
export function boot(draw: Drawing): Child[] {
  const { phase } = draw.state;
  const { t, on } = draw;
  const failed = phase.name === 'failed';
  const again = textButton('primary', t('retry'), on('retry_connection_clicked'));
  return [
    top(draw),
    failed || !t('home')
      ? emptyPlace(
          icon('alert'),
          t('bootFailed'),
          t(reasonKey(failed ? (phase.code === 'not_found' ? 'origin_not_allowed' : phase.code) : null)),
          again,
        )
      : h('div', { key: 'boot' }, statusLine(draw), skeleton(t)),
  ];
}
