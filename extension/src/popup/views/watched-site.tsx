import { type ReactNode, useEffect, useState } from 'react';
import type { Link } from '../../panel/store/panel-state.ts';
import { reloadTab } from '../edges/inspected-tab.ts';
import { isUnrecorded } from '../edges/page-look.ts';
import { listWidgets } from '../model/widget-facts.ts';
import { useSession } from '../use-session.ts';
import { Broken, Looking, NeedsReload, NoChat } from './no-chat.tsx';
import { WidgetCard } from './widget-card.tsx';

/** A widget starts a moment after its page has loaded. */
const widgetStartMs = 1_500;

/** The chats of a site that is watched, or why there is none to be seen. */
export function WatchedSite({ tabId, isLoading }: { tabId: number; isLoading: boolean }): ReactNode {
  const { session, link, command } = useSession(tabId);
  const widgets = listWidgets(session.documents.values(), session.loads);
  if (widgets.length > 0) {
    return (
      <>
        <LinkNote link={link} />
        {widgets.map((facts) => (
          <WidgetCard
            key={facts.traceId}
            facts={facts}
            ask={(includeText) =>
              command(facts.documentId, {
                type: 'blob',
                traceId: facts.traceId,
                includeText,
                serverLines: true,
              })
            }
          />
        ))}
      </>
    );
  }
  if (link.name === 'orphaned') return <Broken sentence={orphaned} />;
  if (isLoading || link.name !== 'live') return <Looking />;
  return <NothingYet tabId={tabId} />;
}

const orphaned =
  'The extension was updated or removed meanwhile. Close this window and click the icon again.';

/** The page has loaded: gives a widget a moment, then says what may be the matter. */
function NothingYet({ tabId }: { tabId: number }): ReactNode {
  const [why, setWhy] = useState<'looking' | 'open_before' | 'no_chat'>('looking');
  useEffect(() => {
    let isOver = false;
    isUnrecorded(tabId).then((unrecorded) => {
      if (unrecorded && !isOver) setWhy('open_before');
    });
    const timer = setTimeout(() => setWhy((now) => (now === 'looking' ? 'no_chat' : now)), widgetStartMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [tabId]);
  const reload = () => void reloadTab(tabId);
  if (why === 'looking') return <Looking />;
  return why === 'open_before' ? <NeedsReload onReload={reload} /> : <NoChat onReload={reload} />;
}

function LinkNote({ link }: { link: Link }): ReactNode {
  const isOld = link.name === 'lost' || link.name === 'orphaned';
  return (
    <p role="status" className={isOld ? 'note' : undefined}>
      {link.name === 'lost' && 'The connection to the page was lost for a moment. What is shown may be old.'}
      {link.name === 'orphaned' && orphaned}
    </p>
  );
}
