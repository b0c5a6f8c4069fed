import type { InboxCounts, InboxFilter } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ReactNode } from 'react';
import { countMax } from '../model/counts.ts';
import { filters } from '../model/state.ts';
import { filterWords } from '../model/words.ts';
import { AgentMenu } from './agent-menu.tsx';
import { Mark } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';

/** Company, lists with their counts, and who is signed in. */
export function Rail({ onHelp }: { onHelp(): void }): ReactNode {
  const company = useFact((state) => state.workplace?.companyName);
  const counts = useFact((state) => state.counts);
  const current = useFact((state) => (state.search.name === 'none' ? state.place.filter : null));
  const { go } = useActions();
  return (
    <header className="rail">
      <div className="brand">
        <Mark />
        <span>{company ?? 'Hilo'}</span>
      </div>
      <nav aria-label="Lists">
        {filters.map((filter) => (
          <button
            key={filter}
            type="button"
            className="filter"
            data-filter={filter}
            aria-current={filter === current ? 'page' : undefined}
            onClick={() => go(filter)}
          >
            <span>{filterWords[filter]}</span>
            <Count value={countOf(counts, filter)} />
          </button>
        ))}
      </nav>
      <AgentMenu onHelp={onHelp} />
    </header>
  );
}

/** All has no count: the server counts what there is to do, not the archive. */
function countOf(counts: InboxCounts | null, filter: InboxFilter): number | null {
  return filter === 'all' || counts === null ? null : counts[filter];
}

function Count({ value }: { value: number | null }): ReactNode {
  if (value === null || value === 0) return null;
  return <span className="count">{value < countMax ? value : `${countMax - 1}+`}</span>;
}
