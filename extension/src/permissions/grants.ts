import browser from 'webextension-polyfill';
import { type Site, siteOfPattern } from './site.ts';

/** Whether the extension may watch this site now. */
export function isGranted(site: Site): Promise<boolean> {
  return browser.permissions.contains({ origins: [site.pattern] });
}

/**
 * Asks the person, in the browser's own words. To be called straight from a click, before anything is awaited: the
 * browser refuses otherwise. Resolves with whether they agreed.
 */
export function askFor(site: Site): Promise<boolean> {
  return browser.permissions.request({ origins: [site.pattern] });
}

/** Resolves with false where the site is not the person's to take back, as in a build that has it from the start. */
export async function giveBack(site: Site): Promise<boolean> {
  try {
    return await browser.permissions.remove({ origins: [site.pattern] });
  } catch {
    return false;
  }
}

/** All sites that are watched, in alphabetical order. */
export async function listGranted(): Promise<Site[]> {
  const { origins = [] } = await browser.permissions.getAll();
  return origins.map(siteOfPattern).sort((a, b) => a.name.localeCompare(b.name));
}

/** Calls back whenever a site is granted or taken back, from wherever. Returns the function that ends it. */
export function onGrantsChanged(listener: () => void): () => void {
  const { onAdded, onRemoved } = browser.permissions;
  onAdded.addListener(listener);
  onRemoved.addListener(listener);
  return () => {
    onAdded.removeListener(listener);
    onRemoved.removeListener(listener);
  };
}
