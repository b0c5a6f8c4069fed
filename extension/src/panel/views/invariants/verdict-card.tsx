import type { EventId, Verdict, Violation } from '@hilo/shared/invariants/rule.ts';
import { describeEvent } from '@hilo/shared/reconstruct/describe-event.ts';
import { clock, oneLine, shorten } from '@hilo/shared/reconstruct/plain-text.ts';
import { findEvent } from '../../model/find-event.ts';
import type { Load } from '../../model/session.ts';
import { useActions } from '../../store/panel-context.ts';
import { countdown } from './verdict-rows.ts';

/** Violations shown of one promise; an export has them all. */
const violationsShownMax = 10;
const evidenceCharsMax = 140;

/** One promise. A broken one is open: what it means, where to look, and the events that prove it. */
export function VerdictCard({ verdict, load }: { verdict: Verdict; load: Load }) {
  const { rule, status, exercised, violations, violationsDropped, dueInMs } = verdict;
  const rest = Math.max(0, violations.length - violationsShownMax) + violationsDropped;
  return (
    <li>
      <details className={`card iv-card iv-${status}`} open={status === 'violated'}>
        <summary>
          <span>{rule.promise}</span>
          <span className="row iv-facts">
            <span className="chip">{rule.requirement}</span>
            <span className="chip">{rule.severity}</span>
            {status === 'pending' && dueInMs !== null && (
              <span className="chip warn">{`due in ${countdown(dueInMs)}`}</span>
            )}
            {exercised > 0 && (
              <span className="quiet">
                {exercised === 1 ? 'tried once' : `tried ${exercised.toLocaleString('en')} times`}
              </span>
            )}
          </span>
        </summary>
        <dl className="iv-texts">
          <dt>If broken</dt>
          <dd>{rule.meaning}</dd>
          <dt>Where to look</dt>
          <dd>{rule.look}</dd>
          <dt>Rule</dt>
          <dd className="mono">{rule.id}</dd>
        </dl>
        {violations.slice(0, violationsShownMax).map((violation, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are only ever added at the end
          <Broken key={i} violation={violation} load={load} />
        ))}
        {rest > 0 && <p className="quiet">{`and ${rest.toLocaleString('en')} more of the kind`}</p>}
      </details>
    </li>
  );
}

function Broken({ violation, load }: { violation: Violation; load: Load }) {
  const { selectEvent, show } = useActions();
  const [last] = violation.evidence.slice(-1);
  const open = (id: EventId) => {
    selectEvent(id);
    show('timeline');
  };
  return (
    <div className="iv-broken">
      <p>
        <span className="mono quiet">{`${clock(violation.t)} `}</span>
        {shorten(oneLine(violation.detail), 400)}
      </p>
      <ul className="iv-evidence" aria-label="Evidence">
        {violation.evidence.map((id) => (
          <li key={id}>
            <button type="button" className="btn link mono" onClick={() => open(id)}>
              {id.slice(id.lastIndexOf('/') + 1)}
            </button>
            <span>{wordsOf(load, id)}</span>
          </li>
        ))}
      </ul>
      {last !== undefined && (
        <button type="button" className="btn" onClick={() => open(last)}>
          Show in the timeline
        </button>
      )}
    </div>
  );
}

function wordsOf(load: Load, id: EventId): string {
  const found = findEvent([load], id);
  if (!found) return 'of another load, or no longer in the panel’s memory';
  const { lane, text } = describeEvent(found.event);
  return `${clock(found.event.t)} ${lane}: ${shorten(text, evidenceCharsMax)}`;
}
