import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { icon } from '../icons.ts';
import { emptyPlace, skeleton, textButton, top } from './small.ts';
import { statusLine } from './status-line.ts';

/** Opened before it is here: it is on its way; or it failed, why, and the way to try again. */
export function boot(draw: Drawing): Child[] {
  const { phase } = draw.state;
  const { t, on } = draw;
  const failed = phase.name === 'failed';
  // Whatever was refused had to wait for the rest.
  const refused = failed && (phase.retryAtMs === null || phase.code === 'rate_limited');
  // Without words for it there is no button.
  const again = t('home') && textButton('primary', t('retry'), on('retry_connection_clicked'));
  return [
    top(draw),
    failed || !t('home')
      ? emptyPlace(
          icon('alert'),
          t('bootFailed'),
          refused
            ? draw.more()?.whyNot(draw, phase.code)
            : t(failed && phase.code === 'offline' ? 'why_offline' : 'why_internal'),
          again,
        )
      : h('div', { key: 'boot' }, statusLine(draw), skeleton(t)),
  ];
}
