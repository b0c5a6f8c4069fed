import { useCallback, useEffect, useState } from 'react';
import { isGranted, onGrantsChanged } from '../permissions/grants.ts';
import { findSite, type Site } from '../permissions/site.ts';
import { getInspectedTab, onTabChanged } from './edges/inspected-tab.ts';

/** What the popup may know of the tab it speaks of. */
export type Tab =
  | { name: 'looking' }
  | { name: 'failed'; sentence: string }
  /** Nobody may look into this page. */
  | { name: 'closed' }
  | { name: 'unwatched'; tabId: number; site: Site }
  | { name: 'watched'; tabId: number; site: Site; isLoading: boolean };

/** Follows the tab: where it goes, and whether the site is watched. */
export function useTab(): Tab {
  const [tab, setTab] = useState<Tab>({ name: 'looking' });
  const look = useCallback(() => {
    readTab().then(setTab, (error: Error) => setTab({ name: 'failed', sentence: sentenceOf(error) }));
  }, []);
  useEffect(() => {
    look();
    return onGrantsChanged(look);
  }, [look]);
  const tabId = 'tabId' in tab ? tab.tabId : undefined;
  useEffect(() => (tabId === undefined ? undefined : onTabChanged(tabId, look)), [tabId, look]);
  return tab;
}

async function readTab(): Promise<Tab> {
  const { tabId, address, isLoading } = await getInspectedTab();
  const site = findSite(address);
  if (!site) return { name: 'closed' };
  if (!(await isGranted(site))) return { name: 'unwatched', tabId, site };
  return { name: 'watched', tabId, site, isLoading };
}

function sentenceOf({ message }: Error): string {
  return `The extension is unable to see this tab (${message}). Close this window and click the icon again.`;
}
