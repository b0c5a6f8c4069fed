import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import { useState } from 'react';
import type { Load } from '../../model/session.ts';
import { useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import '../parts/parts.css';
import './files.css';
import { type Format, formats } from './formats.ts';
import { ImportBox } from './import-box.tsx';
import { useExport } from './use-export.ts';

/** Hands on what the panel knows, and takes in what others handed on. */
export function FilesView() {
  const loads = usePanel((state) => state.session.loads);
  const current = useCurrentLoad();
  return (
    <div className="view fi">
      {current && <ExportBox loads={loads} current={current} />}
      <ImportBox />
    </div>
  );
}

function ExportBox({ loads, current }: { loads: readonly Load[]; current: Load }) {
  const [more, setMore] = useState<ReadonlySet<string>>(new Set());
  const [includeText, setIncludeText] = useState(false);
  // What the blob is about stands last.
  const chosen = [...loads.filter((load) => load !== current && more.has(load.traceId)), current];
  const { state, run } = useExport(chosen, includeText);
  const toggle = (traceId: string) => {
    const next = new Set(more);
    if (!next.delete(traceId)) next.add(traceId);
    setMore(next);
  };
  return (
    <section aria-label="Export">
      <h2>Export</h2>
      <fieldset className="fi-choice">
        <legend>What</legend>
        <p>
          {'The selected load '}
          <code>{current.traceId.slice(0, 8)}</code>
          {`: ${describe(current)}.`}
        </p>
        {loads.length > 1 && (
          <details>
            <summary>{`Add others (${chosen.length - 1} of ${loads.length - 1})`}</summary>
            <ul className="fi-loads">
              {loads
                .filter((load) => load !== current)
                .map((load) => (
                  <li key={load.traceId}>
                    <label className="row">
                      <input
                        type="checkbox"
                        checked={more.has(load.traceId)}
                        onChange={() => toggle(load.traceId)}
                      />
                      <code>{load.traceId.slice(0, 8)}</code>
                      <span className="quiet">{describe(load)}</span>
                    </label>
                  </li>
                ))}
            </ul>
          </details>
        )}
        <label className="row">
          <input
            type="checkbox"
            checked={includeText}
            onChange={(event) => setIncludeText(event.target.checked)}
          />
          Include what people wrote
        </label>
        <p className="quiet">
          {includeText
            ? 'Messages, names and addresses stand in the file as they are. Tokens and passwords never do.'
            : 'Messages, names and addresses are masked: lengths and repetitions stay, so it can still be replayed.'}
        </p>
      </fieldset>
      <ul className="fi-formats">
        {formats.map((format) => (
          <FormatRow
            key={format.name}
            format={format}
            isBusy={state.isBusy}
            onRun={(how) => void run(format, how)}
          />
        ))}
      </ul>
      <p aria-live="polite" className={state.failed ? 'bad' : 'quiet'}>
        {state.isBusy ? 'Making the file…' : state.said.join(' ')}
      </p>
    </section>
  );
}

function describe(load: Load): string {
  const broken = new Set(load.violations.map(({ ruleId }) => ruleId)).size;
  const told = `${load.events.length.toLocaleString('en')} events in ${clock(load.lastT)}`;
  return broken > 0 ? `${told}, ${broken} broken` : told;
}

interface RowProps {
  format: Format;
  isBusy: boolean;
  onRun(how: 'save' | 'copy'): void;
}

function FormatRow({ format, isBusy, onRun }: RowProps) {
  const canCopy = format.name === 'markdown' || format.name === 'blob';
  return (
    <li className="card fi-format">
      <div>
        <h3>{format.title}</h3>
        <p className="quiet">{format.use}</p>
      </div>
      <div className="row">
        {canCopy && (
          <button
            type="button"
            className="btn"
            disabled={isBusy}
            aria-label={`Copy ${format.title}`}
            onClick={() => onRun('copy')}
          >
            Copy
          </button>
        )}
        <button
          type="button"
          className="btn"
          disabled={isBusy}
          aria-label={`Save ${format.title}`}
          onClick={() => onRun('save')}
        >
          Save
        </button>
      </div>
    </li>
  );
}
