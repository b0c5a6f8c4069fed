import { join } from 'node:path';
import { expect } from '@playwright/test';
import { assertExtensionBuilt, distFolder } from './built-extension.ts';
import { connectRemote, type Remote } from './remote.ts';
import { spawnChromium } from './spawn-chromium.ts';

/**
 * A browser with the extension in it, in which no debugger is attached to the pages that are watched: Chromium prepares
 * no page beforehand for one to which the test runner is (`PrerenderingDisabledByDevTools`). What happens in it is done
 * from a page of the extension's own, and heard there.
 */
export interface UnattendedBrowser {
  /** To do things in the extension's name. */
  extension: Place;
  close(): Promise<void>;
}

/** Somewhere code of the extension runs. */
export interface Place {
  /** As a page's of Playwright: the function must need nothing but its argument. */
  evaluate<Result, Arg>(work: (arg: Arg) => Result | Promise<Result>, arg: Arg): Promise<Result>;
}

interface Target {
  targetId: string;
  type: string;
  url: string;
}

export async function startUnattendedBrowser(): Promise<UnattendedBrowser> {
  await assertExtensionBuilt();
  const folder = join(distFolder, 'chrome-demo');
  const chromium = await spawnChromium(`--disable-extensions-except=${folder}`, `--load-extension=${folder}`);
  let remote: Remote | undefined;
  const close = async () => {
    remote?.close();
    await chromium.end();
  };
  try {
    const cdp = await connectRemote(chromium.socketAddress);
    remote = cdp;
    const targets = async () => (await cdp.send<{ targetInfos: Target[] }>('Target.getTargets')).targetInfos;
    const { url: home } = await waitFor(targets, ({ type, url }) => type === 'service_worker' && isOwn(url));
    // Any page of the extension will do; this one has no script of its own.
    const { targetId } = await cdp.send<Target>('Target.createTarget', {
      url: new URL('/manifest.json', home).href,
    });
    const extension = await attach(cdp, targetId);
    await expect.poll(() => extension.evaluate(countRegistered, null)).toBe(2);
    return { extension, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function waitFor(targets: () => Promise<Target[]>, fits: (target: Target) => boolean): Promise<Target> {
  let found: Target | undefined;
  await expect
    .poll(async () => {
      found = (await targets()).find(fits);
      return found;
    })
    .toBeDefined();
  return found as unknown as Target;
}

async function attach(cdp: Remote, targetId: string): Promise<Place> {
  const attached = { targetId, flatten: true };
  const { sessionId } = await cdp.send<{ sessionId: string }>('Target.attachToTarget', attached);
  return {
    async evaluate(work, arg) {
      const expression = `(${work})(${JSON.stringify(arg)})`;
      const asked = { expression, awaitPromise: true, returnByValue: true };
      const answer = await cdp.send<Evaluated>('Runtime.evaluate', asked, sessionId);
      if (answer.exceptionDetails)
        throw new Error(answer.exceptionDetails.exception?.description ?? 'it threw');
      return answer.result.value as never;
    },
  };
}

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: { exception?: { description?: string } };
}

function isOwn(url: string): boolean {
  return url.startsWith('chrome-extension://') && url.endsWith('/service-worker-loader.js');
}

async function countRegistered(): Promise<number> {
  // A page that has only just been made is not the extension's yet.
  return (await globalThis.chrome?.scripting?.getRegisteredContentScripts())?.length ?? 0;
}
