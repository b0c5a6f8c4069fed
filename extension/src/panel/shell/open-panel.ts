import { panelPort } from '../../channel/messages.ts';
import { checksumBeside } from '../source/checksum-beside.ts';
import { createLiveSource, type PanelPort } from '../source/live-source.ts';
import { createServerLink } from '../source/server-link.ts';

import { noSource } from '../source/source.ts';
import { createPanel, type Panel } from '../store/panel-store.ts';
import { allowOrigin, createKeeper, findTabId, isInExtension, recordRequests } from './browser-api.ts';

/** The panel of this page: of the tab that DevTools inspects, of the one in its address, or of files only. */
export function openPanel(): Panel {
  const tabId = isInExtension() ? findTabId() : undefined;
  const openTab = (of: number, record?: typeof recordRequests) =>
    createLiveSource({
      connect: () => chrome.runtime.connect({ name: panelPort(of) }) as PanelPort,
      setTimeout: (run, ms) => setTimeout(run, ms),
      ...(record && { record }),
    });
  const ports = {
    openTab: (of: number) => openTab(of),
    server: createServerLink((...given) => fetch(...given), allowOrigin),
    keeper: createKeeper(),
    now: () => Date.now(),
    onFrame,
    soon: (run: () => void) => void setTimeout(run),
    checksum: checksumBeside,
    setInterval: (run: () => void, ms: number) => setInterval(run, ms),
  };
  if (tabId === undefined)
    return createPanel({ kind: 'imported', names: [] }, { ...ports, source: noSource });
  const source = openTab(tabId, recordRequests);
  return createPanel({ kind: 'live', tabId }, { ...ports, source });
}

/** No frame is drawn of a panel that is not shown; what arrives must not wait for one for ever. */
const hiddenFrameMs = 250;

function onFrame(run: () => void): void {
  if (document.hidden) {
    setTimeout(run, hiddenFrameMs);
    return;
  }
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    run();
  };
  requestAnimationFrame(once);
  setTimeout(once, hiddenFrameMs);
}
