import { shortId } from '@hilo/shared/reconstruct/plain-text.ts';
import { useEffect, useState } from 'react';
import type { Load } from '../../model/session.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';
import { FilterChips } from './filter-chips.tsx';
import type { Sifted } from './use-sifted.ts';

interface Props {
  load: Load;
  sifted: Sifted;
}

/** Text, kinds and witnesses, an id, a span of time: what the list is narrowed to, and how to widen it. */
export function FilterBar({ load, sifted }: Props) {
  const filter = usePanel((state) => state.ui.filter);
  const { setFilter } = useActions();
  const [chipsOpen, setChipsOpen] = useState(false);
  const hidden = filter.hiddenKinds.filter((kind) => load.byKind.has(kind)).length;
  return (
    <div className="filter-bar">
      <div className="filter-line">
        <FilterText sentence={sifted.sentence} />
        <button
          type="button"
          className="button quiet-button"
          aria-expanded={chipsOpen}
          onClick={() => setChipsOpen(!chipsOpen)}
        >
          Kinds{hidden > 0 && ` (${hidden} off)`}
        </button>
        <label className="check" title="Timers, badges, storage, random values">
          <input
            type="checkbox"
            checked={filter.withDetail}
            onChange={(event) => setFilter({ withDetail: event.currentTarget.checked })}
          />
          Every detail
        </label>
        <span className="filter-count mono" aria-live="polite">
          {sifted.isDone
            ? `${sifted.rows.length.toLocaleString('en')} of ${load.events.length.toLocaleString('en')}`
            : `${Math.floor(sifted.part * 100)} % looked at`}
        </span>
      </div>
      {sifted.sentence !== null && (
        <p className="filter-wrong" role="alert" id="filter-wrong">
          {sifted.sentence}. Everything is shown.
        </p>
      )}
      {(filter.id !== null || filter.range !== null) && (
        <div className="filter-line">
          {filter.id !== null && (
            <button type="button" className="chip" title={filter.id} onClick={() => setFilter({ id: null })}>
              life of {shortId(filter.id)} ✕
            </button>
          )}
          {filter.range !== null && (
            <button type="button" className="chip" onClick={() => setFilter({ range: null })}>
              {((filter.range[1] - filter.range[0]) / 1_000).toFixed(1)} s of time ✕
            </button>
          )}
        </div>
      )}
      {chipsOpen && <FilterChips load={load} />}
    </div>
  );
}

/** Typing is drawn at once; the list follows a moment later. */
const typingMs = 120;

function FilterText({ sentence }: { sentence: string | null }) {
  const kept = usePanel((state) => state.ui.filter.text);
  const { setFilter } = useActions();
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  useEffect(() => {
    if (text === kept) return;
    const timer = setTimeout(() => setFilter({ text }), typingMs);
    return () => clearTimeout(timer);
  }, [text, kept, setFilter]);
  return (
    <input
      id="filter-text"
      type="search"
      className="input"
      placeholder="Filter: text or /regex/"
      aria-label="Filter events by text or /regular expression/"
      aria-invalid={sentence !== null}
      aria-describedby={sentence === null ? undefined : 'filter-wrong'}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        setText('');
        setFilter({ text: '' });
        event.currentTarget.blur();
      }}
    />
  );
}
