import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import type { Load } from '../../model/session.ts';
import { useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import '../parts/parts.css';
import { NoLoad, Nothing } from '../parts/nothing.tsx';
import { BeliefTable } from './belief-table.tsx';
import './compare.css';
import { compareBeliefs, summaryOf } from './comparison.ts';
import { SignIn } from './sign-in.tsx';
import { type Compared, useComparison } from './use-comparison.ts';

/** What the widget believes beside what holds, with every difference marked. */
export function CompareView() {
  const load = useCurrentLoad();
  return <div className="view cp">{load ? <OfLoad load={load} /> : <NoLoad />}</div>;
}

function OfLoad({ load }: { load: Load }) {
  const compared = useComparison(load);
  const moment = usePanel((state) => state.ui.moment);
  const { widget, truth, sentence, isAsking, askAgain } = compared;
  const comparison = widget && truth && compareBeliefs(widget, truth);
  const where = compared.truthFrom === 'database' ? 'the database' : 'the server’s last word';
  return (
    <>
      {comparison ? (
        <p className={comparison.differences > 0 ? 'cp-summary bad' : 'cp-summary good'} aria-live="polite">
          {summaryOf(comparison, where)}
        </p>
      ) : (
        <Nothing title="Nothing to compare yet">{whyNothing(compared, load)}</Nothing>
      )}
      <div className="row cp-sources">
        <p className="quiet">{sourcesOf(compared, moment)}</p>
        <button type="button" className="btn" onClick={askAgain} disabled={isAsking}>
          {isAsking ? 'Asking…' : 'Compare again'}
        </button>
      </div>
      {sentence !== null && <p className="bad">{sentence}</p>}
      {comparison && (
        <BeliefTable
          comparison={comparison}
          truthName={compared.truthFrom === 'database' ? 'Database' : 'Server said'}
        />
      )}
      <SignIn />
    </>
  );
}

function sourcesOf({ widgetFrom, truthFrom }: Compared, moment: number | null): string {
  const widget =
    widgetFrom === 'model'
      ? 'The widget’s side is its own model, now'
      : 'The widget’s side is what its trace tells';
  const truth =
    truthFrom === 'database'
      ? 'the other side is the database, asked as an agent.'
      : 'the other side is the last that the server sent to it, which is not the database itself.';
  return `${widget}${moment === null ? '' : ` up to ${clock(moment)}`}; ${truth}`;
}

function whyNothing({ widget }: Compared, load: Load): string {
  if (load.fields.contactId === null)
    return 'Nobody has talked in this load, so there is no contact whose conversations could differ.';
  return widget
    ? 'The server has not said anything about conversations in this load.'
    : 'The widget has not said yet what it believes.';
}
