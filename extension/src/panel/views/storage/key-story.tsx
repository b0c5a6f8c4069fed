import { clock, shorten } from '@hilo/shared/reconstruct/plain-text.ts';
import { useActions } from '../../store/panel-context.ts';
import type { KeyEvent } from './keys.ts';
import { diffValues } from './value-diff.ts';

/** The newest ones; a busy key is written with every keystroke. */
const shownMax = 200;
const valueCharsMax = 160;

/** Every change of a key, the newest first: who, why, and what became different. */
export function KeyStory({ events, moment }: { events: readonly KeyEvent[]; moment: number | null }) {
  const { selectEvent } = useActions();
  const changes = events.filter((event) => event.op !== 'read' || event.changed);
  const shown = changes.slice(-shownMax).reverse();
  return (
    <>
      <h3>History</h3>
      {changes.length === 0 && <p className="quiet">Nothing was written to it in this load.</p>}
      <ol className="st-story">
        {shown.map((event) => (
          <li key={event.id} className={moment !== null && event.t > moment ? 'st-later' : undefined}>
            <button type="button" className="btn link mono" onClick={() => selectEvent(event.id)}>
              {clock(event.t)}
            </button>
            <div>
              <p>
                <strong>{opWords[event.op]}</strong>
                {` by ${event.who}`}
                {event.why !== null && (
                  <span className="quiet">{`, after: ${shorten(event.why, valueCharsMax)}`}</span>
                )}
              </p>
              <Diff event={event} />
            </div>
          </li>
        ))}
      </ol>
      {changes.length > shownMax && (
        <p className="quiet">{`${(changes.length - shownMax).toLocaleString('en')} earlier changes are in the timeline.`}</p>
      )}
    </>
  );
}

const opWords: Readonly<Record<KeyEvent['op'], string>> = {
  read: 'found',
  write: 'written',
  remove: 'removed',
  failed: 'could not be written',
};

function Diff({ event }: { event: KeyEvent }) {
  if (!event.changed) return <p className="quiet">The same value as before.</p>;
  if (event.value === null) return null;
  const { changes, more } = diffValues(event.before ?? {}, event.value);
  return (
    <ul className="st-diff">
      {changes.map(({ path, before, after }) => (
        <li key={path} className="mono">
          <span className="quiet">{path || 'whole'}</span>
          {before !== undefined && <del>{shown(before)}</del>}
          {after !== undefined && <ins>{shown(after)}</ins>}
        </li>
      ))}
      {more > 0 && <li className="quiet">{`and ${more.toLocaleString('en')} differences more`}</li>}
    </ul>
  );
}

function shown(value: unknown): string {
  return shorten(JSON.stringify(value) ?? '', valueCharsMax);
}
