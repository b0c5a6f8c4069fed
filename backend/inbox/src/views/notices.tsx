import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ReactNode } from 'react';
import type { Failure } from '../model/state.ts';
import { Icon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';

/** What stands between the person and the thread: an action that was refused, a thread that could not be refreshed. */
export function Notices({ header }: { header: InboxConversation }): ReactNode {
  const refusal = useFact((state) => state.refusals[header.conversationId]);
  const loading = useFact((state) => state.threadLoading[header.conversationId]);
  const isLoaded = useFact((state) => Boolean(state.threads[header.conversationId]));
  const { dismissRefusal, retryLoading } = useActions();
  return (
    <>
      {refusal ? (
        <div className="notice" role="alert">
          <span>{refusalWords(refusal)}</span>
          <OpenOther failure={refusal} />
          <button
            type="button"
            className="icon-button"
            aria-label="Dismiss"
            onClick={() => dismissRefusal(header.conversationId)}
          >
            <Icon name="close" />
          </button>
        </div>
      ) : null}
      {isLoaded && loading?.name === 'failed' ? (
        <div className="notice" role="alert">
          <span>Unable to load the latest of this conversation. {loading.failure.sentence}</span>
          <button type="button" className="button" onClick={retryLoading}>
            Try again
          </button>
        </div>
      ) : null}
    </>
  );
}

const sentences: Partial<Record<Failure['code'], string>> = {
  another_open: 'This visitor has another open conversation, and can have only one.',
  conversation_not_open: 'That needs an open conversation; this one is not open any more.',
  conversation_archived: 'This conversation is archived, and read-only.',
};

/** Why an action, or a message, was refused. */
export function refusalWords(failure: Failure): string {
  return sentences[failure.code] ?? failure.sentence;
}

/** The way to the conversation that is open instead. */
export function OpenOther({ failure }: { failure: Failure }): ReactNode {
  const { open } = useActions();
  const id = failure.conversationId;
  if (failure.code !== 'another_open' || !id) return null;
  return (
    <button type="button" className="button" onClick={() => open(id)}>
      Go to the open one
    </button>
  );
}
