import { shorten } from '@hilo/shared/reconstruct/plain-text.ts';
import { diffValues } from '../storage/value-diff.ts';
import { safeJson } from './safe-json.ts';

const valueCharsMax = 400;
const changesMax = 40;

/** Where two values differ, place by place. */
export function Changes({ before, after }: { before: unknown; after: unknown }) {
  const { changes, more } = diffValues(before, after, changesMax);
  if (changes.length === 0) return <p className="quiet">Nothing: it says the same again.</p>;
  return (
    <>
      <ul className="changes">
        {changes.map((change) => (
          <li key={change.path}>
            <span className="change-path mono">{change.path || 'the whole'}</span>
            {change.before !== undefined && (
              <del>
                <span className="visually-hidden">before: </span>
                {valueWords(change.before)}
              </del>
            )}
            {change.after !== undefined && (
              <ins>
                <span className="visually-hidden">now: </span>
                {valueWords(change.after)}
              </ins>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="quiet">{more.toLocaleString('en')} more places differ.</p>}
    </>
  );
}

function valueWords(value: unknown): string {
  return shorten(safeJson(value), valueCharsMax);
}
