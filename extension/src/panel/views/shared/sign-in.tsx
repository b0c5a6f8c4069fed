import { type FormEvent, useId, useState } from 'react';
import { useActions, usePanel } from '../../store/panel-context.ts';

/** Signs in as an agent to the backend whose address the person types. What is typed is kept nowhere. */
export function SignIn() {
  const server = usePanel((state) => state.server);
  const { signIn } = useActions();
  const [address, setAddress] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const id = useId();
  if (server.name === 'signed_in') return null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void signIn(address, email, password);
    setPassword('');
  };
  const isBusy = server.name === 'signing_in';
  return (
    <form className="sign-in" onSubmit={onSubmit}>
      <label htmlFor={`${id}-address`}>Address of the Hilo server</label>
      <input
        id={`${id}-address`}
        className="input"
        required
        inputMode="url"
        autoComplete="off"
        placeholder="https://chat.example"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <label htmlFor={`${id}-email`}>E-mail</label>
      <input
        id={`${id}-email`}
        className="input"
        type="email"
        required
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <label htmlFor={`${id}-password`}>Password</label>
      <input
        id={`${id}-password`}
        className="input"
        type="password"
        required
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {server.name === 'signed_out' && server.sentence && (
        <p className="bad" role="alert">
          {server.sentence}
        </p>
      )}
      <button type="submit" className="button" disabled={isBusy}>
        {isBusy ? 'Signing in…' : 'Sign in'}
      </button>
      <p className="quiet">
        Only this address gets what you type, whatever the page says of itself. The sign-in is kept in memory
        and ends with this panel.
      </p>
    </form>
  );
}
