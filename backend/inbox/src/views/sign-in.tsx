import type { Agent } from '@hilo/shared/protocol/inbox-shapes.ts';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import type { Failure } from '../model/state.ts';
import { Mark } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';

export function SignIn({ expired }: { expired: Agent | null }): ReactNode {
  const { signIn } = useActions();
  const unsent = useFact((state) => Object.keys(state.drafts).length + state.outbox.length);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const refused = await signIn(String(form.get('email')), String(form.get('password')));
    setBusy(false);
    setFailure(refused ?? null);
    if (refused) password.current?.focus();
  }

  return (
    <main className="sign-in">
      <form
        onSubmit={(event) => void submit(event)}
        aria-labelledby="sign-in-title"
        aria-describedby="sign-in-note"
      >
        <Mark />
        <h1 id="sign-in-title">{expired ? 'Sign in again' : 'Sign in to your inbox'}</h1>
        <p id="sign-in-note" className="quiet">
          {expired ? expiredWords(unsent) : 'With the e-mail and password of your agent account.'}
        </p>
        <label>
          E-mail
          <input
            name="email"
            type="email"
            autoComplete="username"
            required
            defaultValue={expired?.email}
            // biome-ignore lint/a11y/noAutofocus: the page is this form
            autoFocus={!expired}
          />
        </label>
        <label>
          Password
          <input
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            aria-invalid={failure?.code === 'wrong_credentials' || undefined}
            aria-describedby={failure ? 'sign-in-failure' : undefined}
            // biome-ignore lint/a11y/noAutofocus: the e-mail is known already
            autoFocus={expired !== null}
          />
        </label>
        <p id="sign-in-failure" role="alert" className="failure">
          {failure ? failureWords(failure) : null}
        </p>
        <button type="submit" className="button main" disabled={busy}>
          {busy ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}

function expiredWords(unsent: number): string {
  const kept = unsent > 0 ? 'What you wrote is kept.' : 'Everything is where you left it.';
  return `Your session ended. ${kept}`;
}

function failureWords(failure: Failure): string {
  if (failure.code === 'wrong_credentials') return 'E-mail or password is wrong. Try again.';
  if (failure.code === 'rate_limited') return 'Too many tries. Wait a minute, then try again.';
  return `${failure.sentence} Try again in a moment.`;
}
