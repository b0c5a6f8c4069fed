import { missingPrechatFields } from '@hilo/shared/view/selectors.ts';
import { isSettled } from './boot.ts';
import type { AnswerOf, Failure } from './events.ts';
import { isIdentityPending, wantToken } from './identity.ts';
import { take } from './incoming.ts';
import { leaveThread } from './navigation.ts';
import { ask } from './request.ts';
import type { PrechatForm } from './state.ts';
import { assert, emit, isFree, type Step, set, setLane } from './step.ts';

type Field = 'name' | 'email' | 'phone';

/** As strict as the server in what it refuses; the server decides. */
const shapes: Record<Field, RegExp> = {
  name: /^.{1,120}$/s,
  email: /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/,
  phone: /^\+?[0-9 ().-]{4,40}$/,
};

export function typeField(s: Step, field: Field, text: string): void {
  const { prechat } = s.m;
  const { [field]: _fixed, ...errors } = prechat.errors;
  set(s, { prechat: { ...prechat, values: { ...prechat.values, [field]: text }, errors } });
}

export function submitPrechat(s: Step): void {
  const { focus, prechat } = s.m;
  if (focus.kind !== 'prechat') return;
  const fields = filled(s);
  const errors: Partial<Record<Field, 'missing' | 'invalid'>> = {};
  for (const field of focus.missing) if (!fields[field]) errors[field] = 'missing';
  for (const [field, text] of Object.entries(fields) as [Field, string][]) {
    if (!shapes[field].test(text)) errors[field] = 'invalid';
  }
  const fine = Object.keys(errors).length === 0;
  set(s, { prechat: { ...prechat, errors, sending: fine, failed: null }, prechatSubmitted: fine });
  setLane(s, 'prechat', { retryAtMs: 0 });
  if (fine) emit(s, { type: 'store', key: 'profile', value: JSON.stringify(fields) });
}

/** What the form asks for and the person filled in; a cached profile adds nothing that is not asked. */
function filled(s: Step): Partial<Record<Field, string>> {
  const { config, prechat, view } = s.m;
  const asked = (config?.prechat ?? []).map(({ name }) => name).filter((name) => !view.contact?.[name]);
  return Object.fromEntries(
    asked.map((name) => [name, prechat.values[name]?.trim()]).filter(([, text]) => text),
  );
}

export function dismissPrechat(s: Step): void {
  if (s.m.focus.kind === 'prechat') leaveThread(s, s.m.tab);
}

export function prechatRule(s: Step): void {
  if (s.m.focus.kind !== 'prechat') {
    // Whoever left the form, by whatever road, finds it as new, but for what they typed.
    set(s, { prechatSubmitted: false });
    setForm(s, { errors: {}, sending: false, failed: null });
    return;
  }
  const { prechatSubmitted, device, starting } = s.m;
  if (!prechatSubmitted || starting || !isSettled(s) || isIdentityPending(s) || !isFree(s, 'prechat')) return;
  if (!device?.token) {
    wantToken(s);
    return;
  }
  ask(s, 'prechat', 'prechat', { body: { fields: filled(s) } });
}

export function prechatFailed(s: Step, { code, retryable }: Failure): void {
  set(s, { prechatSubmitted: s.m.prechatSubmitted && retryable });
  setForm(s, { sending: retryable && s.m.prechat.sending, failed: code });
}

export function prechatAnswered(s: Step, { changes }: AnswerOf<'prechat'>): void {
  take(s, changes);
  // Dismissed meanwhile, or an open conversation took the focus: the fields are saved, nothing is started.
  if (!s.m.prechatSubmitted) return;
  const missing = missingPrechatFields(s.m.config?.prechat ?? [], s.m.view.contact);
  if (missing.length) {
    const errors = Object.fromEntries(missing.map((field) => [field, 'missing' as const]));
    set(s, { focus: { kind: 'prechat', missing }, prechatSubmitted: false });
    setForm(s, { sending: false, failed: null, errors });
    return;
  }
  const { wanted } = s.m;
  assert(wanted, 'a form that nothing waits for');
  setForm(s, { failed: null });
  set(s, { prechatSubmitted: false, starting: { ...wanted, error: null } });
}

function setForm(s: Step, change: Partial<PrechatForm>): void {
  set(s, { prechat: { ...s.m.prechat, ...change } });
}
