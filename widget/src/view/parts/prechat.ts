import { limits } from '@hilo/shared/limits.ts';
import type { PrechatField } from '@hilo/shared/protocol/shapes.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import { type Drawing, textOf } from '../drawing.ts';
import { reasonKey } from '../words.ts';
import { iconButton, top } from './small.ts';
import { statusLine } from './status-line.ts';

/** Each field's input type, autofill token, longest value and an example. */
const inputs = {
  name: ['text', 'name', limits.contactNameCharsMax, 'Ana Ruiz'],
  email: ['email', 'email', limits.contactEmailCharsMax, 'ana@example.com'],
  phone: ['tel', 'tel', limits.contactPhoneCharsMax, '+34 600 123 456'],
} as const;

/** Asks for what the company needs and does not know yet, and nothing else. */
export function prechat(draw: Drawing): Child[] {
  const { state, t, on } = draw;
  const { sending, failed } = state.prechat;
  return [
    top(draw, iconButton(t('back'), 'back', on('prechat_dismissed')), h('h2.cut', t('prechatTitle'))),
    statusLine(draw),
    h(
      'form.body.prechat',
      {
        key: 'prechat',
        novalidate: true,
        onsubmit: (event: Event) => {
          event.preventDefault();
          if (!sending) on('prechat_submitted')();
        },
      },
      h('p', t('prechatText')),
      asked(draw).map((field) => question(draw, field)),
      failed && h('p.error', { role: 'alert' }, t('startFailed', t(reasonKey(failed)))),
      h('button.primary', { 'aria-busy': sending && 'true' }, t(sending ? 'busy' : 'startChat')),
    ),
  ];
}

/** The missing ones, and the optional ones that are not known either. */
function asked({ state }: Drawing): PrechatField[] {
  const missing = state.focus.kind === 'prechat' ? state.focus.missing : [];
  return (state.config?.prechat ?? []).filter(({ name, required }) =>
    required ? missing.includes(name) : !state.view.contact?.[name],
  );
}

function question({ state, t, on }: Drawing, { name, required }: PrechatField): Drawn {
  const error = state.prechat.errors[name];
  const [type, autocomplete, maxlength, example] = inputs[name];
  return h(
    'label',
    { key: name },
    h('b', required ? t(name) : t('optional', t(name))),
    h('input.field', {
      type,
      autocomplete,
      maxlength,
      dir: 'auto',
      'aria-required': required && 'true',
      'aria-invalid': error && 'true',
      'aria-describedby': `why-${name}`,
      value: state.prechat.values[name] ?? '',
      oninput: (event: Event) => on('prechat_changed', { field: name, text: textOf(event) })(),
    }),
    error && h('span.error', { id: `why-${name}` }, t(error, example)),
  );
}
