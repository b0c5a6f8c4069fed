import type { Verdict, VerdictStatus } from '@hilo/shared/invariants/rule.ts';
import { useMemo, useState } from 'react';
import type { Load } from '../../model/session.ts';
import { useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import '../parts/parts.css';
import { NoLoad, Nothing } from '../parts/nothing.tsx';
import { useNow } from '../parts/use-now.ts';
import './invariants.css';
import { VerdictCard } from './verdict-card.tsx';
import { countStatuses, groupVerdicts, statusOrder, statusWords, summaryOf } from './verdict-rows.ts';

/** Every promise and how this load stands to it, the worst first. */
export function InvariantsView() {
  const load = useCurrentLoad();
  return <div className="view iv">{load ? <OfLoad load={load} /> : <NoLoad />}</div>;
}

/** Deadlines run while nothing happens: then the judge is asked again every second. */
function useVerdicts(load: Load): readonly Verdict[] {
  const isRunning = usePanel(
    ({ session, link }) =>
      link.name === 'live' &&
      load.documentId !== null &&
      session.documents.get(load.documentId)?.life === 'alive',
  );
  const now = useNow(isRunning, 1_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: time passing is a reason to ask again
  return useMemo(() => load.verdicts(), [load, now]);
}

function OfLoad({ load }: { load: Load }) {
  const [text, setText] = useState('');
  const [statuses, setStatuses] = useState<ReadonlySet<VerdictStatus>>(new Set());
  const verdicts = useVerdicts(load);
  const counts = countStatuses(verdicts);
  const groups = groupVerdicts(verdicts, { text, statuses });
  const toggle = (status: VerdictStatus) => {
    const next = new Set(statuses);
    if (!next.delete(status)) next.add(status);
    setStatuses(next);
  };
  return (
    <>
      <p className={counts.violated > 0 ? 'iv-summary bad' : 'iv-summary'} aria-live="polite">
        {summaryOf(verdicts)}
      </p>
      <div className="row iv-filter">
        <input
          type="search"
          aria-label="Filter promises"
          placeholder="Filter by words, id or requirement"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {statusOrder.map((status) => (
          <button
            key={status}
            type="button"
            className={`chip iv-${status}`}
            aria-pressed={statuses.has(status)}
            onClick={() => toggle(status)}
          >
            {`${statusWords[status].name} ${counts[status]}`}
          </button>
        ))}
      </div>
      {groups.length === 0 && (
        <Nothing title="No promise matches">Take a word or a chip out of the filter to see more.</Nothing>
      )}
      {groups.map((group) => (
        <section key={group.status} aria-label={statusWords[group.status].name}>
          <h2 className={`iv-head iv-${group.status}`}>
            {`${statusWords[group.status].name} `}
            <span className="quiet">{statusWords[group.status].meaning}</span>
          </h2>
          <ul className="iv-list">
            {group.verdicts.map((verdict) => (
              <VerdictCard key={verdict.rule.id} verdict={verdict} load={load} />
            ))}
          </ul>
        </section>
      ))}
      {load.unjudged > 0 && (
        <p className="quiet">{`${load.unjudged.toLocaleString('en')} events could not be judged: what they carry is not as it should be.`}</p>
      )}
    </>
  );
}
