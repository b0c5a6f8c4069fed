import { limits } from '@hilo/shared/limits.ts';
import { type Drawn, h } from '../dom.ts';
import { type Drawing, textOf } from '../drawing.ts';
import { icon } from '../icons.ts';

const counterShownFrom = 200;

/** Where a message is written. The draft lives in the state, so nothing that happens around it can lose it. */
export function composer(draw: Drawing, conversationId: string | null): Drawn {
  const { state, t, on, more, toEnd } = draw;
  const draft = state.drafts[conversationId ?? 'new'] ?? '';
  const left = limits.messageBodyCharsMax - draft.length;
  const ready = left >= 0 && draft.trim() !== '';
  const send = (event: Event): void => {
    event.preventDefault();
    if (!ready) return;
    toEnd();
    on('send_clicked')();
  };
  return h(
    'form.composer',
    { onsubmit: send },
    h(
      'div.field.grow',
      // The style sheet repeats the text behind the field, which makes the field grow with it.
      { 'data-text': draft },
      h('textarea', {
        rows: 1,
        dir: 'auto',
        'aria-label': t('write'),
        'aria-describedby': 'chars',
        'aria-invalid': left < 0 && 'true',
        placeholder: t('write'),
        enterkeyhint: 'send',
        value: draft,
        oninput: (event: Event) => on('draft_changed', { text: textOf(event) })(),
        onkeydown: (event: KeyboardEvent) => {
          // 229: Safari has ended the composition already when it reports the Enter that ended it.
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229)
            send(event);
        },
      }),
    ),
    h(
      'button.send',
      {
        'aria-label': t('send'),
        'aria-disabled': !ready && 'true',
        // Keeps the focus, and with it a phone's keyboard, where the next message is written.
        onmousedown: (event: Event) => event.preventDefault(),
      },
      icon('send'),
    ),
    left < counterShownFrom && more()?.charsLeft(draw, left),
  );
}
