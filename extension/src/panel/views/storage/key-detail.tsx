import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import { BoundedText } from '../parts/bounded-text.tsx';
import { KeyEditor } from './key-editor.tsx';
import { KeyStory } from './key-story.tsx';
import { type KeyEvent, type KeyHistory, textOf } from './keys.ts';
import { pretty } from './page-storage.ts';
import type { PageStorage } from './use-page-storage.ts';

interface Props {
  history: KeyHistory;
  now: KeyEvent | undefined;
  moment: number | null;
  page: PageStorage;
}

/** One key: its role, its value at the moment, its history; on a live page also a way to change it. */
export function KeyDetail({ history, now, moment, page }: Props) {
  const { key, role } = history;
  const onPage = page.entries?.get(key) ?? null;
  return (
    <section className="st-detail" aria-label={key}>
      <h2 className="mono">{key}</h2>
      {role ? (
        <dl className="st-role">
          <dt>Holds</dt>
          <dd>{role.what}</dd>
          <dt>May it decide?</dt>
          <dd>{role.decides}</dd>
          <dt>If lost</dt>
          <dd>{role.lost}</dd>
          <dt>If corrupt</dt>
          <dd>{role.broken}</dd>
        </dl>
      ) : (
        <p className="quiet">
          The widget knows no such key. It is shown because its name is like one of the widget’s.
        </p>
      )}
      <h3>{moment === null ? 'Value now' : `Value at ${clock(moment)}`}</h3>
      {moment === null && page.entries ? <PageValue text={onPage} /> : <Value now={now} />}
      <KeyEditor name={key} onPage={onPage} page={page} />
      <KeyStory events={history.events} moment={moment} />
    </section>
  );
}

/** What the page has counts for more than what the trace says of now. */
function PageValue({ text }: { text: string | null }) {
  return text === null ? <p className="quiet">It is not there.</p> : <BoundedText text={pretty(text)} />;
}

function Value({ now }: { now: KeyEvent | undefined }) {
  if (!now) return <p className="quiet">The trace does not say what it held then.</p>;
  if (now.value === null) return <p className="quiet">It is not there.</p>;
  return <BoundedText text={textOf(now.value)} />;
}
