import type { ReactNode } from 'react';
import { useTab } from './use-tab.ts';
import { Footer } from './views/footer.tsx';
import { Mark } from './views/mark.tsx';
import { Broken, ClosedPage, Looking } from './views/no-chat.tsx';
import { NotWatched } from './views/not-watched.tsx';
import { WatchedSite } from './views/watched-site.tsx';

/** The popup: what a support engineer wants to know of the chat on the page in front of them. */
export function App(): ReactNode {
  const tab = useTab();
  return (
    <>
      <header className="top">
        <Mark />
        <h1>Hilo</h1>
        {'site' in tab && <p className="quiet site">{tab.site.name}</p>}
      </header>
      <main>
        {tab.name === 'looking' && <Looking />}
        {tab.name === 'failed' && <Broken sentence={tab.sentence} />}
        {tab.name === 'closed' && <ClosedPage />}
        {tab.name === 'unwatched' && <NotWatched site={tab.site} />}
        {tab.name === 'watched' && (
          <WatchedSite key={tab.tabId} tabId={tab.tabId} isLoading={tab.isLoading} />
        )}
      </main>
      {tab.name === 'watched' && <Footer tabId={tab.tabId} site={tab.site} />}
    </>
  );
}
