import browser from 'webextension-polyfill';
import { captureMark } from '../../channel/page-port.ts';

/**
 * Whether nobody records a page, because it was open before it was watched, or before the extension was updated: then
 * only a reload helps. False also where the browser lets nobody look.
 */
export async function isUnrecorded(tabId: number): Promise<boolean> {
  try {
    const [seen] = await browser.scripting.executeScript({
      target: { tabId },
      world: 'MAIN',
      args: [captureMark],
      func: (mark) => (globalThis as unknown as Record<symbol, unknown>)[Symbol.for(`${mark}`)] === true,
    });
    return seen?.result === false;
  } catch {
    return false;
  }
}
