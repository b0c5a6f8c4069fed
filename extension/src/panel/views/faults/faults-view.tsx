import { shorten } from '@hilo/shared/reconstruct/plain-text.ts';
import { useMemo } from 'react';
import { type Load, ownTab } from '../../model/session.ts';
import { useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import '../parts/parts.css';
import { countdown } from '../invariants/verdict-rows.ts';
import { NoLoad, Nothing } from '../parts/nothing.tsx';
import { historiesOf } from '../storage/keys.ts';
import { isWidgetKey } from '../storage/roles.ts';
import { FaultCard } from './fault-card.tsx';
import { faultOffers, nameOfFault } from './fault-kinds.ts';
import './faults.css';
import { type FaultControls, useFaults } from './use-faults.ts';

/** Breaks things on purpose, on this page and for this widget only, and shows what is broken now. */
export function FaultsView() {
  const load = useCurrentLoad();
  const controls = useFaults(load);
  return <div className="view fl">{load ? <OfLoad load={load} controls={controls} /> : <NoLoad />}</div>;
}

function OfLoad({ load, controls }: { load: Load; controls: FaultControls }) {
  const isAlive = usePanel(
    ({ session }) => load.documentId !== null && session.documents.get(load.documentId)?.life === 'alive',
  );
  const keys = useMemo(
    () =>
      historiesOf(load.byKind.get('storage') ?? [])
        .map(({ key }) => key)
        .filter(isWidgetKey),
    [load],
  );
  if (!isAlive) {
    return (
      <Nothing title="There is no page to break">
        Faults need the page itself. This load is over, or it comes from a file; choose one that is open.
      </Nothing>
    );
  }
  return (
    <>
      <div className="row fl-switch">
        <label className="row">
          <input
            type="checkbox"
            role="switch"
            checked={controls.isArmed}
            aria-checked={controls.isArmed}
            onChange={(event) => controls.arm(event.target.checked)}
          />
          <strong>
            Faults on this page
            {load.origin.kind === 'tab' && load.origin.tab !== ownTab && ` of tab ${load.origin.tab}`}
          </strong>
        </label>
        <p className="quiet">
          They touch this widget’s own traffic and keys, end by themselves, and stand in the trace.
        </p>
      </div>
      <Active controls={controls} />
      {controls.sentence !== null && (
        <p className="bad" role="alert">
          {controls.sentence}
        </p>
      )}
      <ul className="fl-offers">
        {faultOffers.map((offer) => (
          <li key={offer.kind}>
            <FaultCard
              offer={offer}
              load={load}
              keys={keys}
              isArmed={controls.isArmed}
              onStart={controls.start}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Active({ controls: { active, now, stop, stopAll } }: { controls: FaultControls }) {
  if (active.length === 0) return null;
  return (
    <section className="card fl-active" aria-label="On now">
      <div className="row">
        <h2>{active.length === 1 ? 'One fault is on' : `${active.length} faults are on`}</h2>
        <button type="button" className="btn danger" onClick={stopAll}>
          Stop all
        </button>
      </div>
      <ul>
        {active.map((fault) => (
          <li key={fault.faultId} className="row">
            <strong>{nameOfFault(fault.kind)}</strong>
            <span className="mono quiet">{shorten(fault.traceId, 9)}</span>
            <span className="mono" role="timer">
              {fault.endsAtMs === null ? 'until told' : countdown(fault.endsAtMs - now)}
            </span>
            <button type="button" className="btn" onClick={() => stop(fault)}>
              Stop
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
