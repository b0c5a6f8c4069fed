import browser from 'webextension-polyfill';
import { wakeMessage } from '../channel/page-port.ts';
import { showBroken } from './badge.ts';
import { isWatched, listGrants, registerScripts } from './registration.ts';
import { createRouter } from './router.ts';

const router = createRouter({
  bootId: crypto.randomUUID(),
  grants: listGrants,
  isWatched,
  wake: () => void wakeAll(),
  showBroken,
});
const grantsChanged = () => void registerScripts().then(router.grantsChanged);

async function wakeAll(): Promise<void> {
  // Nobody there: then nobody has to be woken.
  for (const { id } of await browser.tabs.query({}))
    if (id !== undefined) browser.tabs.sendMessage(id, wakeMessage).catch(() => {});
}

// All at once and first of all: the browser starts this file for one of them, and takes note of which there are.
browser.runtime.onConnect.addListener(router.connect);
browser.runtime.onInstalled.addListener(grantsChanged);
browser.runtime.onStartup.addListener(grantsChanged);
browser.permissions.onAdded.addListener(grantsChanged);
browser.permissions.onRemoved.addListener(grantsChanged);
browser.tabs.onRemoved.addListener(router.forgetTab);
