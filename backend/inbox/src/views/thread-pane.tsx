import type { ReactNode } from 'react';
import { Composer } from './composer.tsx';
import { StatusIcon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { LoadFailure } from './list-pane.tsx';
import { Notices } from './notices.tsx';
import { ThreadHead } from './thread-head.tsx';
import { ThreadScroll } from './thread-scroll.tsx';

/** The open conversation, or what to do when none is. */
export function ThreadPane(): ReactNode {
  const id = useFact((state) => state.place.conversationId);
  const erased = useFact((state) => Boolean(state.erased[state.place.conversationId ?? '']));
  const header = useFact((state) => state.conversations[state.place.conversationId ?? '']);
  const thread = useFact((state) => state.threads[state.place.conversationId ?? '']);
  const loading = useFact((state) => state.threadLoading[state.place.conversationId ?? '']);
  const { open, retryLoading } = useActions();

  if (id === null)
    return (
      <Pane>
        <NothingOpen />
      </Pane>
    );
  if (erased || (!thread && loading?.name === 'failed' && loading.failure.code === 'not_found')) {
    return (
      <Pane>
        <div className="empty">
          <p className="empty-title">This conversation is not there</p>
          <p className="quiet">It was erased, or the link is wrong.</p>
          <button type="button" className="button" onClick={() => open(null)}>
            Back to the list
          </button>
        </div>
      </Pane>
    );
  }
  return (
    <Pane>
      {header ? <ThreadHead key={`h${id}`} header={header} /> : null}
      {header ? <Notices header={header} /> : null}
      {thread && header ? (
        <ThreadScroll key={id} header={header} thread={thread} />
      ) : loading?.name === 'failed' ? (
        <LoadFailure
          what="Unable to load this conversation."
          failure={loading.failure}
          onRetry={retryLoading}
        />
      ) : (
        <div className="thread-loading" role="status" aria-label="Loading the conversation" />
      )}
      {header ? <Composer key={`c${id}`} header={header} /> : null}
    </Pane>
  );
}

function Pane({ children }: { children: ReactNode }): ReactNode {
  return (
    <section className="thread-pane" aria-label="Conversation">
      {children}
    </section>
  );
}

function NothingOpen(): ReactNode {
  return (
    <div className="empty">
      <StatusIcon status="active" />
      <p className="empty-title">Choose a conversation</p>
      <p className="quiet">
        <kbd>j</kbd> <kbd>k</kbd> to move, <kbd>Enter</kbd> to open, <kbd>?</kbd> for all keys
      </p>
    </div>
  );
}
