import type { ReactNode } from 'react';
import { useFact } from './inbox-context.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';

/** Signing in, or the inbox. An ended session asks again, and what was there comes back. */
export function App(): ReactNode {
  const session = useFact((state) => state.session);
  return session.name === 'signed_in' ? (
    <Shell />
  ) : (
    <SignIn expired={session.name === 'expired' ? session.agent : null} />
  );
}
