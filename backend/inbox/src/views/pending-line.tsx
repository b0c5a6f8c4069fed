import type { ReactNode } from 'react';
import type { Failure, Pending } from '../model/state.ts';
import { Icon } from './icons.tsx';
import { useActions } from './inbox-context.ts';
import { OpenOther, refusalWords } from './notices.tsx';
import { RichText } from './rich-text.tsx';

/** A reply or note that is still on its way, or did not arrive. */
export function PendingLine({ pending }: { pending: Pending }): ReactNode {
  const { retry, discard } = useActions();
  const { state, kind, body, clientId } = pending;
  const failure = findFailure(pending);
  return (
    <li className={kind === 'note' ? 'note' : 'message by-agent'} data-pending={state.name} data-opens>
      {kind === 'note' ? (
        <p className="by">
          <Icon name="lock" /> Note
        </p>
      ) : null}
      {kind === 'note' ? (
        <RichText text={body} />
      ) : (
        <div className="bubble-line">
          <div className="bubble">
            <RichText text={body} />
          </div>
        </div>
      )}
      {failure ? (
        <div className="pending-failure">
          <p className={state.name === 'failed' ? 'failure' : 'quiet'}>{words(pending, failure)}</p>
          <OpenOther failure={failure} />
          <button type="button" className="button quiet-button" onClick={() => retry(clientId)}>
            Retry
          </button>
          <button type="button" className="button quiet-button" onClick={() => discard(clientId)}>
            Discard
          </button>
        </div>
      ) : (
        <p className="receipt">Sending …</p>
      )}
    </li>
  );
}

function findFailure({ state }: Pending): Failure | null {
  if (state.name === 'failed') return state.failure;
  return state.name === 'queued' ? state.reason : null;
}

function words(pending: Pending, failure: Failure): string {
  if (pending.state.name === 'failed') return `Not sent. ${refusalWords(failure)}`;
  if (failure.code === 'network') return 'Waiting for the connection; sent by itself when it is back.';
  return `Not sent yet; trying again by itself. ${failure.sentence}`;
}
