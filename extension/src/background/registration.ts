import browser, { type Scripting } from 'webextension-polyfill';
import { isGranted } from '../permissions/grants.ts';
import { findSite } from '../permissions/site.ts';
import type { PortSender } from './router.ts';

type Script = Scripting.RegisteredContentScript;

const everywhere = { runAt: 'document_start', allFrames: true, matchOriginAsFallback: true } as const;

/** In this order: what listens first, then what hands it a way out. */
const scripts: readonly Omit<Script, 'matches'>[] = [
  { id: 'capture', js: ['capture.js'], world: 'MAIN', persistAcrossSessions: true, ...everywhere },
  { id: 'relay', js: ['relay.js'], persistAcrossSessions: true, ...everywhere },
];
const ids = scripts.map(({ id }) => id);

let last: Promise<void> = Promise.resolve();

/** Match patterns of all sites that the person lets the extension watch. */
export async function listGrants(): Promise<readonly string[]> {
  const { origins = [] } = await browser.permissions.getAll();
  return origins;
}

/** Whether a document is one of a site that is granted. One without an origin is judged by its address. */
export async function isWatched({ origin, url }: PortSender): Promise<boolean> {
  const site = findSite(origin) ?? findSite(url);
  // A frame that is cut off from its own site has neither, and goes with the page around it.
  return site ? isGranted(site) : (await listGrants()).length > 0;
}

/**
 * Has the scripts run on exactly the sites that are granted now, from their next load on. One after the other, however
 * often it is called.
 */
export function registerScripts(): Promise<void> {
  last = last.catch(() => {}).then(register);
  return last;
}

async function register(): Promise<void> {
  const matches = [...(await listGrants())];
  const known = await browser.scripting.getRegisteredContentScripts({ ids });
  if (matches.length === 0) {
    if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids });
    return;
  }
  const wanted = scripts.map((script) => ({ ...script, matches }));
  if (known.length === ids.length) return browser.scripting.updateContentScripts(wanted);
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: known.map(({ id }) => id) });
  await browser.scripting.registerContentScripts(wanted);
}
