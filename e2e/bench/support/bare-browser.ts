import { join } from 'node:path';
import { distFolder } from '../../support/built-extension.ts';
import { connectRemote } from '../../support/remote.ts';
import { spawnChromium } from '../../support/spawn-chromium.ts';

/**
 * A browser as its user has it, with the extension: nobody debugs its pages. The test runner turns on the protocol's
 * `Network` on every page, and then each request pays for being reported, with the calls that led to it.
 */
export interface BareBrowser {
  open(url: string, options?: { firstScript?: string }): Promise<BarePage>;
  /** A page of the extension's own, without a script. */
  openExtension(): Promise<BarePage>;
  close(): Promise<void>;
}

export interface BarePage {
  /** Runs a function of the page's, and waits for what it promises. */
  run<Given, Result>(work: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result>;
  /** What the page's own thread has worked so far: waiting is not counted, and neither is what other processes do. */
  busyMs(): Promise<number>;
  bringToFront(): Promise<void>;
  /** What an open DevTools listens to as well, until the function that this resolves with is called. */
  openNetwork(): Promise<() => Promise<void>>;
}

const loadMsMax = 30_000;

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: object;
}

export async function startBareBrowser(variant: string): Promise<BareBrowser> {
  const extension = join(distFolder, variant);
  const spawned = await spawnChromium(
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
  );
  const browser = await connectRemote(spawned.socketAddress);

  async function attach(targetId: string) {
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    return {
      send: <Result>(method: string, params: object = {}) => browser.send<Result>(method, params, sessionId),
      detach: () => browser.send<void>('Target.detachFromTarget', { sessionId }),
    };
  }

  const self: BareBrowser = {
    async openExtension() {
      const { targetInfos } = await browser.send<{ targetInfos: { url: string }[] }>('Target.getTargets');
      const own = targetInfos.find(({ url }) => url.endsWith('/service-worker-loader.js'));
      if (!own) throw new Error('the extension has no background');
      return self.open(new URL('/manifest.json', own.url).href);
    },
    async open(url, { firstScript } = {}) {
      const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
      });
      const { send } = await attach(targetId);
      const evaluate = async (expression: string) => {
        const { result, exceptionDetails } = await send<Evaluated>('Runtime.evaluate', {
          expression,
          awaitPromise: true,
          returnByValue: true,
        });
        if (exceptionDetails) throw new Error(`in the page: ${JSON.stringify(exceptionDetails)}`);
        return result.value;
      };
      if (firstScript) {
        await send('Page.enable');
        await send('Page.addScriptToEvaluateOnNewDocument', { source: firstScript });
      }
      await send('Page.navigate', { url });
      const deadline = performance.now() + loadMsMax;
      // What is evaluated while the one document goes and the other comes, fails.
      const isThere = `location.href !== 'about:blank' && document.readyState === 'complete'`;
      while (!(await evaluate(isThere).catch(() => false))) {
        if (performance.now() > deadline) throw new Error(`unable to load ${url}`);
      }
      await send('Performance.enable', { timeDomain: 'threadTicks' });
      return {
        run: async <Given, Result>(work: (given: Given) => Result | Promise<Result>, given: Given) =>
          (await evaluate(`(${work})(${JSON.stringify(given)})`)) as Result,
        async busyMs() {
          const { metrics } = await send<{ metrics: { name: string; value: number }[] }>(
            'Performance.getMetrics',
          );
          return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
        },
        bringToFront: () => send('Page.bringToFront'),
        async openNetwork() {
          const devTools = await attach(targetId);
          await devTools.send('Network.enable');
          return () => devTools.detach();
        },
      };
    },
    async close() {
      browser.close();
      await spawned.end();
    },
  };
  return self;
}
