import browser from 'webextension-polyfill';

/** The tab that the popup speaks of. */
export interface InspectedTab {
  tabId: number;
  /** Undefined where the browser does not tell: a page of its own, or a tab nobody let us see. */
  address: string | undefined;
  isLoading: boolean;
}

/** The tab in front of the person, or the one that the popup's own address names (`?tabId=7`). Throws where there is none. */
export async function getInspectedTab(): Promise<InspectedTab> {
  const named = new URLSearchParams(location.search).get('tabId');
  const tab =
    named === null
      ? (await browser.tabs.query({ active: true, currentWindow: true }))[0]
      : await browser.tabs.get(Number(named));
  if (tab?.id === undefined)
    throw new Error('unable to find the tab; close this window and click the icon again');
  return { tabId: tab.id, address: tab.url, isLoading: tab.status === 'loading' };
}

/** Calls back whenever the tab goes elsewhere or has loaded. Returns the function that ends it. */
export function onTabChanged(tabId: number, listener: () => void): () => void {
  const heard = (changedId: number) => {
    if (changedId === tabId) listener();
  };
  browser.tabs.onUpdated.addListener(heard);
  return () => browser.tabs.onUpdated.removeListener(heard);
}

export function reloadTab(tabId: number): Promise<void> {
  return browser.tabs.reload(tabId);
}

/** The panel in a tab of its own, beside the one it looks at. */
export async function openPanelView(tabId: number): Promise<void> {
  const url = browser.runtime.getURL(`src/panel/panel.html?tabId=${tabId}`);
  const { index, windowId } = await browser.tabs.get(tabId);
  await browser.tabs.create({ url, index: index + 1, openerTabId: tabId, windowId });
}
