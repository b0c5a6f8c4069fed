import { type FormEvent, useState } from 'react';
import { useActions, usePanel } from '../../store/panel-context.ts';

/** An agent's sign-in to a backend whose address the person types: a page's word is not enough for a password. */
export function SignIn() {
  const server = usePanel((state) => state.server);
  const { signIn, signOut } = useActions();
  const [address, setAddress] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  if (server.name === 'signed_in') {
    return (
      <p className="row quiet">
        {`Signed in as ${server.agentName} at ${server.base}.`}
        <button type="button" className="btn" onClick={() => void signOut()}>
          Sign out
        </button>
      </p>
    );
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await signIn(address, email, password);
    setPassword('');
  };
  return (
    <details className="card">
      <summary>Compare with the database itself</summary>
      <form className="cp-sign" onSubmit={(event) => void submit(event)}>
        <p className="quiet">
          Sign in as an agent of the company. The password goes to the address that you type, and to no other.
          Nothing is kept when DevTools close.
        </p>
        <label>
          Address of the backend
          <input
            required
            value={address}
            placeholder="https://chat.example"
            onChange={(event) => setAddress(event.target.value)}
          />
        </label>
        <label>
          E-mail
          <input
            required
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </label>
        <label>
          Password
          <input
            required
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <div className="row">
          <button type="submit" className="btn primary" disabled={server.name === 'signing_in'}>
            {server.name === 'signing_in' ? 'Signing in…' : 'Sign in'}
          </button>
          {server.name === 'signed_out' && server.sentence !== null && (
            <span className="bad">{server.sentence}</span>
          )}
        </div>
      </form>
    </details>
  );
}
