import type { keysAt } from './keys.ts';

interface Props {
  rows: ReturnType<typeof keysAt>;
  /** What the page has now; null where it is not known. */
  entries: ReadonlyMap<string, string> | null;
  chosen: string;
  onChoose(key: string): void;
}

/** Every key that there is or was, with what it is for. */
export function KeyList({ rows, entries, chosen, onChoose }: Props) {
  return (
    <ul className="st-keys" aria-label="Keys">
      {rows.map(({ history, present }) => (
        <li key={history.key}>
          <button
            type="button"
            className="st-key"
            aria-pressed={history.key === chosen}
            onClick={() => onChoose(history.key)}
          >
            <span className="mono st-name">{history.key}</span>
            <span className="row">
              <span className="chip">{history.role?.role ?? 'unknown'}</span>
              {!present && !entries?.has(history.key) && <span className="chip">not there</span>}
              <span className="quiet">
                {countWords(history.events.filter(({ op }) => op !== 'read').length)}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function countWords(count: number): string {
  if (count === 0) return 'no change';
  return count === 1 ? '1 change' : `${count.toLocaleString('en')} changes`;
}
