import { memo } from 'react';
import type { Load } from '../../model/session.ts';
import { usePanel } from '../../store/panel-context.ts';
import { loadWords } from './load-words.ts';

interface Props {
  load: Load;
  isCurrent: boolean;
  onSelect: () => void;
}

export const LoadRow = memo(
  function LoadRow({ load, isCurrent, onSelect }: Props) {
    const session = usePanel((state) => state.session);
    const words = loadWords(load, session);
    const broken = load.violations.length;
    return (
      <button
        type="button"
        className="load-row"
        aria-current={isCurrent ? 'true' : undefined}
        title={load.traceId}
        onClick={onSelect}
      >
        <span className="load-top">
          <span className="state-pill" data-state={load.state}>
            {load.state}
          </span>
          <span className="load-time mono">{words.time}</span>
          {broken > 0 && (
            <span className="count-bad" title="Broken promises">
              {broken}
              <span className="visually-hidden"> broken promises</span>
            </span>
          )}
          {(load.unread ?? 0) > 0 && (
            <span className="count" title="Unread messages">
              {load.unread}
              <span className="visually-hidden"> unread</span>
            </span>
          )}
        </span>
        <span className="load-page">{words.page || 'unknown page'}</span>
        <span className="load-ids">
          {words.contact} · {words.conversation}
        </span>
        {(words.marks.length > 0 || words.sharesContact) && (
          <span className="load-marks">
            {words.marks.map((mark) => (
              <span key={mark} className="chip-small">
                {mark}
              </span>
            ))}
            {words.sharesContact && <span className="chip-small">same contact as another</span>}
          </span>
        )}
      </button>
    );
  },
  (before, after) => before.load === after.load && before.isCurrent === after.isCurrent,
);
