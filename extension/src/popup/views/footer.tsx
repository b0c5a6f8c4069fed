import { type ReactNode, useState } from 'react';
import { giveBack } from '../../permissions/grants.ts';
import type { Site } from '../../permissions/site.ts';
import { openPanelView } from '../edges/inspected-tab.ts';

/** What can be done with a watched site besides looking at it. */
export function Footer({ tabId, site }: { tabId: number; site: Site }): ReactNode {
  const [said, setSaid] = useState('');
  const stop = async () => {
    if (!(await giveBack(site))) setSaid('This build of the extension always watches this site.');
  };
  const open = () => {
    openPanelView(tabId).catch(() =>
      setSaid('The tab could not be opened. Close this window and try again.'),
    );
  };
  return (
    <footer>
      <div className="row">
        <button type="button" className="button" onClick={open}>
          Open in panel view
        </button>
        <button type="button" className="button quiet-button" onClick={stop}>
          Stop watching this site
        </button>
      </div>
      <p role="status">{said}</p>
    </footer>
  );
}
