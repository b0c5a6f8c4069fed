import type { Load } from '../../model/session.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';
import { SignIn } from '../shared/sign-in.tsx';
import { Section } from './section.tsx';

/** The server's side of this load: fetched with an agent's sign-in, and put on the load's clock. */
export function ServerSection({ load }: { load: Load }) {
  const server = usePanel((state) => state.server);
  const asked = usePanel((state) => state.serverLines.get(load.traceId));
  const { fetchServerLines, signOut } = useActions();
  const count = load.witnesses.server;
  const clockWords = load.serverClock && wordsOf(load.serverClock);
  return (
    <Section title="What the server logged">
      {count > 0 && (
        <p className="quiet">
          {count.toLocaleString('en')} lines of this load stand in the timeline. {clockWords}
        </p>
      )}
      {server.name === 'signed_in' ? (
        <>
          {typeof asked === 'object' && (
            <p className="bad" role="alert">
              {asked.sentence}
            </p>
          )}
          <div className="detail-actions">
            <button
              type="button"
              className="button"
              disabled={asked === 'loading'}
              onClick={() => void fetchServerLines(load.traceId)}
            >
              {asked === 'loading' ? 'Fetching…' : count > 0 ? 'Fetch again' : 'Fetch the server’s lines'}
            </button>
            <button type="button" className="button quiet-button" onClick={() => void signOut()}>
              Sign {server.agentName} out
            </button>
          </div>
        </>
      ) : (
        <details className="sign-in-fold">
          <summary>{count > 0 ? 'Fetch more: sign in as an agent' : 'Sign in as an agent to see it'}</summary>
          <SignIn />
        </details>
      )}
    </Section>
  );
}

function wordsOf({ offsetMs, uncertaintyMs }: NonNullable<Load['serverClock']>): string {
  if (uncertaintyMs === null) return 'The clocks could not be compared; its times are its own.';
  const by = Math.abs(offsetMs).toFixed(0);
  return `The page’s clock is ${by} ms ${offsetMs < 0 ? 'ahead of' : 'behind'} the server’s, ± ${uncertaintyMs.toFixed(0)} ms.`;
}
