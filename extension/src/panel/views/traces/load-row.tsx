import { memo } from 'react';
import type { DocumentInfo } from '../../../channel/messages.ts';
import type { Load } from '../../model/session.ts';
import { loadWords } from './load-words.ts';

interface Props {
  load: Load;
  document: DocumentInfo | undefined;
  sharesContact: boolean;
  isCurrent: boolean;
  onSelect: () => void;
}

export const LoadRow = memo(
  function LoadRow({ load, document, sharesContact, isCurrent, onSelect }: Props) {
    const words = loadWords(load, document);
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
        {(words.marks.length > 0 || sharesContact) && (
          <span className="load-marks">
            {words.marks.map((mark) => (
              <span key={mark} className="chip-small">
                {mark}
              </span>
            ))}
            {sharesContact && <span className="chip-small">same contact as another</span>}
          </span>
        )}
      </button>
    );
  },
  (before, after) =>
    before.load === after.load &&
    before.document === after.document &&
    before.sharesContact === after.sharesContact &&
    before.isCurrent === after.isCurrent,
);
