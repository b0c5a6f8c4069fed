import browser from 'webextension-polyfill';

/** `--h-danger` of the design, as the browser's toolbar takes it. */
const colour = '#b5232f';
const countMax = 99;

/** Writes on the icon how many promises the tab's widgets broke; nothing where none. */
export function showBroken(tabId: number, count: number): void {
  const text = count === 0 ? '' : count > countMax ? `${countMax}+` : `${count}`;
  // The tab may be gone by now.
  browser.action.setBadgeText({ tabId, text }).catch(() => {});
  browser.action.setBadgeBackgroundColor({ tabId, color: colour }).catch(() => {});
}
