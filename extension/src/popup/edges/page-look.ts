import browser from 'webextension-polyfill';

/**
 * Whether a page was open before it was watched: then nothing recorded it, and only a reload helps. False also where
 * the browser lets nobody look.
 */
export async function wasOpenBefore(tabId: number): Promise<boolean> {
  try {
    const [seen] = await browser.scripting.executeScript({
      target: { tabId },
      world: 'MAIN',
      func: () => Symbol.for('hilo.devtools.capture') in globalThis,
    });
    return seen?.result === false;
  } catch {
    return false;
  }
}
