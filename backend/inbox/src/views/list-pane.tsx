import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { shownIds } from '../model/list.ts';
import type { Failure, InboxState } from '../model/state.ts';
import { filterWords } from '../model/words.ts';
import { ConversationList } from './conversation-list.tsx';
import { Icon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';

/** One list of conversations: a filter's, or what a search found. */
export function ListPane(): ReactNode {
  const filter = useFact((state) => state.place.filter);
  const window = useFact((state) => state.windows[state.place.filter]);
  const search = useFact((state) => state.search);
  const ids = useShownIds();
  const { retryLoading } = useActions();
  const isSearch = search.name !== 'none';
  const failure = isSearch
    ? search.name === 'failed' && search.failure
    : window.name === 'failed' && window.failure;
  const loading = isSearch
    ? search.name === 'loading'
    : window.name === 'loading' || window.name === 'unloaded';
  const title = isSearch ? 'Search' : filterWords[filter];

  return (
    <section className="list-pane" aria-label={`${title} conversations`}>
      <div className="pane-head">
        <h1>{title}</h1>
        <SearchBox />
      </div>
      {failure ? (
        <LoadFailure what="Unable to load the list." failure={failure} onRetry={retryLoading} />
      ) : loading ? (
        <ListSkeleton />
      ) : ids.length === 0 ? (
        <EmptyList filter={filter} searched={isSearch ? search.text : null} />
      ) : (
        <ConversationList ids={ids} label={`${title} conversations`} />
      )}
    </section>
  );
}

function useShownIds(): readonly string[] {
  const conversations = useFact((state) => state.conversations);
  const windows = useFact((state) => state.windows);
  const search = useFact((state) => state.search);
  const session = useFact((state) => state.session);
  const filter = useFact((state) => state.place.filter);
  return useMemo(
    () => shownIds({ conversations, windows, search, session }, filter),
    [conversations, windows, search, session, filter],
  );
}

function SearchBox(): ReactNode {
  const { search } = useActions();
  const isOff = useFact((state) => state.search.name === 'none');
  const [text, setText] = useState('');
  // Choosing a list ends the search.
  useEffect(() => {
    if (isOff) setText('');
  }, [isOff]);
  return (
    <div className="search">
      <Icon name="search" />
      <input
        id="search"
        type="search"
        placeholder="Search"
        aria-label="Search names, e-mails and last messages"
        aria-keyshortcuts="/"
        autoComplete="off"
        maxLength={120}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          search(event.target.value);
        }}
      />
      <kbd>/</kbd>
    </div>
  );
}

export function LoadFailure(props: { what: string; failure: Failure; onRetry(): void }): ReactNode {
  return (
    <div className="empty" role="alert">
      <p className="failure">{props.what}</p>
      <p className="quiet">{props.failure.sentence}</p>
      <button type="button" className="button" onClick={props.onRetry}>
        Try again
      </button>
    </div>
  );
}

const emptyWords: Record<InboxState['place']['filter'], [string, string]> = {
  waiting: ['Nobody is waiting', 'New conversations show up here by themselves.'],
  active: ['No active conversations', 'A conversation is active once somebody has taken or answered it.'],
  solved: ['Nothing solved yet', 'Press e in a conversation when it is done.'],
  mine: ['Nothing is assigned to you', 'Press t in a conversation to take it.'],
  all: ['No conversations yet', 'They show up here as soon as a visitor writes.'],
};

function EmptyList({
  filter,
  searched,
}: {
  filter: keyof typeof emptyWords;
  searched: string | null;
}): ReactNode {
  const [title, text] =
    searched === null
      ? emptyWords[filter]
      : [`Nothing found for “${searched}”`, 'Names, e-mails and last messages are searched.'];
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p className="quiet">{text}</p>
    </div>
  );
}

function ListSkeleton(): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label="Loading conversations">
      {Array.from({ length: 6 }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={n} />
      ))}
    </div>
  );
}
