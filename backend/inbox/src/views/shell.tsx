import { type ReactNode, useEffect, useState } from 'react';
import { ConnectionLine } from './connection-line.tsx';
import { ContactPanel } from './contact-panel.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { ListPane } from './list-pane.tsx';
import { LiveRegion } from './live-region.tsx';
import { Rail } from './rail.tsx';
import { ThreadPane } from './thread-pane.tsx';
import { useKeys } from './use-keys.ts';

/** Wide enough to show the contact beside the thread; below, it is a drawer. Same in shell.css. */
export const wideQuery = '(min-width: 1280px)';

/** The panes. Which of them a narrow window shows is for the style sheets, by `data-pane` and `data-panel`. */
export function Shell(): ReactNode {
  const isOpen = useFact((state) => state.place.conversationId !== null);
  const panelOpen = useFact((state) => state.panelOpen);
  const [helpOpen, setHelpOpen] = useState(false);
  useKeys(() => setHelpOpen(true));
  usePanelFitsWindow();
  useTitle();

  return (
    <div
      className="shell"
      data-pane={isOpen ? 'thread' : 'list'}
      data-panel={isOpen && panelOpen ? 'open' : 'closed'}
    >
      <ConnectionLine />
      <Rail onHelp={() => setHelpOpen(true)} />
      <main className="panes">
        <ListPane />
        <ThreadPane />
        {isOpen && panelOpen ? <ContactPanel /> : null}
      </main>
      <KeysDialog open={helpOpen} onClose={() => setHelpOpen(false)} />
      <LiveRegion />
    </div>
  );
}

/** Beside the thread where there is room; otherwise the person asks for it. */
function usePanelFitsWindow(): void {
  const { togglePanel } = useActions();
  useEffect(() => {
    const wide = matchMedia(wideQuery);
    const fit = (): void => togglePanel(wide.matches);
    fit();
    wide.addEventListener('change', fit);
    return () => wide.removeEventListener('change', fit);
  }, [togglePanel]);
}

/** Who is waiting shows in the tab. */
function useTitle(): void {
  const waiting = useFact((state) => state.counts?.waiting ?? 0);
  const company = useFact((state) => state.workplace?.companyName ?? 'Hilo');
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${company} inbox`;
  }, [waiting, company]);
}
