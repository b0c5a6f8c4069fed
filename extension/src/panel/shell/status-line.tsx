import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { browserLossOf } from '../model/browser-loss.ts';
import { idOf } from '../model/find-event.ts';
import type { Load, Session } from '../model/session.ts';
import { useActions, useCurrentLoad, usePanel } from '../store/panel-context.ts';
import type { Link } from '../store/panel-state.ts';
import { initialFilter } from '../store/ui-state.ts';

/** At the foot: how the panel stands to the page, and everything that is missing from what it shows. */
export function StatusLine() {
  const link = usePanel((state) => state.link);
  const session = usePanel((state) => state.session);
  const load = useCurrentLoad();
  const { tone, words } = linkWords(link, session);
  return (
    <footer className="status-line">
      <span className="link-dot" data-tone={tone} />
      <span aria-live="polite">{words}</span>
      {load && (
        <>
          <span>{load.events.length.toLocaleString('en')} events</span>
          {missingWords(load, session).map((missing) => (
            <Missing key={missing.text} {...missing} />
          ))}
        </>
      )}
    </footer>
  );
}

interface MissingProps {
  /** Ends with a number. */
  text: string;
  title: string;
  /** What there is to be seen of it, in order. */
  events?: readonly TraceEvent[];
}

/** A number; where there is something behind it, each click leads to the next. */
function Missing({ text, title, events = [] }: MissingProps) {
  const selected = usePanel((state) => state.ui.selectedEventId);
  const { show, setFilter, selectEvent } = useActions();
  const next = events[(events.findIndex((event) => idOf(event) === selected) + 1) % events.length];
  const className = text.endsWith(' 0') ? undefined : 'missing';
  if (!next) {
    return (
      <span className={className} title={title}>
        {text}
      </span>
    );
  }
  const lead = () => {
    show('timeline');
    setFilter({
      ...initialFilter,
      hiddenWitnesses: initialFilter.hiddenWitnesses.filter((one) => one !== next.witness),
    });
    selectEvent(next);
  };
  return (
    <button
      type="button"
      className="missing"
      title={`${title} Click to see them, one after the other.`}
      onClick={lead}
    >
      {text}
    </button>
  );
}

function linkWords(
  link: Link,
  { source }: Session,
): { tone: 'good' | 'wait' | 'bad' | 'none'; words: string } {
  switch (link.name) {
    case 'offline':
      return {
        tone: 'none',
        words:
          source.kind === 'imported' && source.names.length > 0
            ? `From ${source.names.length === 1 ? source.names[0] : `${source.names.length} files`}, offline`
            : 'Offline',
      };
    case 'connecting':
      return { tone: 'wait', words: 'Connecting…' };
    case 'live':
      return { tone: 'good', words: 'Live' };
    case 'lost':
      return {
        tone: 'wait',
        words: 'Connection lost, trying again. Nothing is lost: the page keeps its records.',
      };
    case 'orphaned':
      return { tone: 'bad', words: 'The extension was updated. Close DevTools and open it again.' };
  }
}

function missingWords(load: Load, { letGo }: Session): MissingProps[] {
  const out: MissingProps[] = [];
  const loss = load.captureLoss;
  if (loss) {
    const sum = loss.onlyWidget + loss.onlyWire;
    out.push({
      text: `capture loss ${sum}`,
      title: `Requests, answers and frames of which only one witness knows: ${loss.onlyWidget} only the widget, ${loss.onlyWire} only the wire. What happened under a fault is not compared.`,
    });
  }
  const browser = browserLossOf(load);
  if (browser)
    out.push({
      text: `missed by capture ${browser.missed.length}`,
      title:
        'Requests and sockets to the chat’s server that the browser recorded, and nothing on the page told of: those of a Worker, for example. No promise is held to them.',
      events: browser.missed,
    });
  if (browser && browser.unrecorded > 0)
    out.push({
      text: `not recorded by the browser ${browser.unrecorded}`,
      title: 'Requests that the widget tells of, and that are not in the browser’s own recording.',
    });
  const holes = load.holes.reduce((sum, hole) => sum + hole.count, 0);
  if (holes > 0)
    out.push({
      text: `${holes} missing`,
      title: 'Events that a witness numbered, and that never came here.',
    });
  if (load.lost.count > 0)
    out.push({
      text: `${load.lost.count} dropped on the page`,
      title: 'They made room before this panel was opened or connected.',
    });
  if (load.letGo > 0)
    out.push({ text: `${load.letGo} let go`, title: 'The oldest made room in the panel’s own memory.' });
  if (load.odd > 0)
    out.push({
      text: `${load.odd} unknown`,
      title: 'Events that this panel does not know; they are shown as they came.',
    });
  if (load.toJudge > 0)
    out.push({
      text: `${load.toJudge.toLocaleString('en')} yet to be judged`,
      title: 'This goes on by itself and takes a moment.',
    });
  if (load.unjudged > 0)
    out.push({
      text: `${load.unjudged} not judged`,
      title: 'What they carry is not what it should be, so no promise could be held to them.',
    });
  if (letGo.loads > 0)
    out.push({ text: `${letGo.loads} loads let go`, title: 'The oldest loads made room for new ones.' });
  if (letGo.messages > 0)
    out.push({
      text: `${letGo.messages} messages refused`,
      title: 'They were not what documents say to a panel.',
    });
  return out;
}
