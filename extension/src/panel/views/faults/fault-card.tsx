import { useState } from 'react';
import type { Fault } from '../../../channel/faults.ts';
import type { Load } from '../../model/session.ts';
import { draftOf, type FaultDraft, type FaultOffer, toFault } from './fault-kinds.ts';

interface Props {
  offer: FaultOffer;
  load: Load;
  /** Keys of the widget that can be chosen. */
  keys: readonly string[];
  isArmed: boolean;
  onStart(fault: Fault): void;
}

/** One fault: what it does, what a sound widget makes of it, and how to start it. */
export function FaultCard({ offer, load, keys, isArmed, onStart }: Props) {
  const [draft, setDraft] = useState(() => draftOf(offer));
  const [sentence, setSentence] = useState<string | null>(null);
  const change = (part: Partial<FaultDraft>) => setDraft({ ...draft, ...part });
  const start = () => {
    const fault = toFault({ ...draft, key: draft.key || (keys[0] ?? '') }, load.traceId, freshId());
    if ('sentence' in fault) return setSentence(fault.sentence);
    setSentence(null);
    onStart(fault);
  };
  return (
    <form
      className="card fl-card"
      aria-label={offer.name}
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <h3>{offer.name}</h3>
      <p>{offer.does}</p>
      <p className="quiet">{`Expected: ${offer.expect}`}</p>
      <fieldset disabled={!isArmed} className="row">
        {offer.needs.includes('direction') && (
          <select
            aria-label="Direction"
            value={draft.direction}
            onChange={(event) => change({ direction: event.target.value === 'out' ? 'out' : 'in' })}
          >
            <option value="in">from the server</option>
            <option value="out">to the server</option>
          </select>
        )}
        {offer.needs.includes('delay') && (
          <label className="row">
            by
            <input
              type="number"
              className="fl-number"
              min={1}
              step={100}
              value={Number.isNaN(draft.delayMs) ? '' : draft.delayMs}
              onChange={(event) => change({ delayMs: event.target.valueAsNumber })}
            />
            ms
          </label>
        )}
        {offer.needs.includes('key') && (
          <select
            aria-label="Key"
            value={draft.key || keys[0] || ''}
            onChange={(event) => change({ key: event.target.value })}
          >
            {keys.length === 0 && <option value="">no key yet</option>}
            {keys.map((key) => (
              <option key={key}>{key}</option>
            ))}
          </select>
        )}
        {offer.needs.includes('duration') && (
          <Duration draft={draft} seconds={offer.secondsDefault} onChange={change} />
        )}
        <button type="submit" className="btn primary">
          {offer.needs.includes('duration') ? 'Start' : 'Do it'}
        </button>
      </fieldset>
      {sentence !== null && (
        <p className="bad" role="alert">
          {sentence}
        </p>
      )}
    </form>
  );
}

interface DurationProps {
  draft: FaultDraft;
  seconds: number;
  onChange(part: Partial<FaultDraft>): void;
}

function Duration({ draft, seconds, onChange }: DurationProps) {
  const isOpen = draft.seconds === null;
  return (
    <>
      <label className="row">
        for
        <input
          type="number"
          className="fl-number"
          min={1}
          disabled={isOpen}
          value={isOpen || Number.isNaN(draft.seconds) ? '' : (draft.seconds ?? '')}
          onChange={(event) => onChange({ seconds: event.target.valueAsNumber })}
        />
        s
      </label>
      <label className="row">
        <input
          type="checkbox"
          checked={isOpen}
          onChange={(event) => onChange({ seconds: event.target.checked ? null : seconds })}
        />
        until told
      </label>
    </>
  );
}

/** 16 hex digits. */
function freshId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
