import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRemote, type Remote } from './remote.ts';

/** A Firefox without a window, for what Playwright cannot do in it: extensions. */
export interface Firefox {
  /** Loads an unpacked extension. Resolves with the origin of its pages. */
  install(folder: string): Promise<string>;
  newPage(address: string): Promise<FirefoxPage>;
  /**
   * Clicks the extension's icon on the tab at this address, as a person would: from then on the extension may know
   * where that tab is. Resolves with the tab's id.
   */
  clickIcon(address: string): Promise<number>;
  close(): Promise<void>;
}

export interface FirefoxPage {
  goto(address: string): Promise<void>;
  /** Resolves with what the expression answers, which must be JSON; rejects with what it throws. */
  evaluate<Result>(expression: string): Promise<Result>;
  /** As a person with a mouse: the browser takes it for their wish. */
  click(selector: string): Promise<void>;
}

/** So that the address of its pages is known beforehand. */
const extensionUuid = '7d1ad9d6-3c5f-4a86-8f0e-52b0c4a6a001';
const startMsMax = 60_000;
const endMsMax = 5_000;

const preferences = {
  // Nothing is fetched, asked or told by itself.
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  // A person's yes to a permission: without it nobody could press the button of the browser's own question.
  'extensions.webextOptionalPermissionPrompts': false,
};

export async function startFirefox(executable: string, extensionId: string): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'hilo-e2e-firefox-'));
  await writeFile(join(profile, 'user.js'), userFile(extensionId));
  const child = spawn(executable, argumentsFor(profile), {
    env: { ...process.env, HOME: profile, MOZ_HEADLESS_WIDTH: '1280', MOZ_HEADLESS_HEIGHT: '900' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const end = async () => {
    process.off('exit', kill);
    await endProcess(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const bidi = await connectRemote(`${await addressOf(child)}/session`);
    await bidi.send('session.new', { capabilities: {} });
    return firefoxOf(bidi, extensionId, end);
  } catch (error) {
    await end();
    throw error;
  }
}

function userFile(extensionId: string): string {
  const all = {
    ...preferences,
    'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: extensionUuid }),
  };
  return Object.entries(all)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

function argumentsFor(profile: string): string[] {
  return [
    '--headless',
    '--no-remote',
    '--new-instance',
    '--profile',
    profile,
    '--remote-debugging-port',
    '0',
    '--remote-allow-system-access',
  ];
}

/** Where it listens, from its own words. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`unable to start Firefox; ${why}\n${said}`));
    const timer = setTimeout(() => fail(`it took more than ${startMsMax} ms`), startMsMax);
    child.once('error', ({ message }) => fail(message));
    child.once('exit', (code) => fail(`it ended with ${code}`));
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

function firefoxOf(bidi: Remote, extensionId: string, end: () => Promise<void>): Firefox {
  return {
    install: async (path) => {
      await bidi.send('webExtension.install', { extensionData: { type: 'path', path } });
      return `moz-extension://${extensionUuid}`;
    },
    newPage: async (address) => {
      const { context } = await bidi.send<{ context: string }>('browsingContext.create', { type: 'tab' });
      const page = pageOf(bidi, context);
      await page.goto(address);
      return page;
    },
    clickIcon: async (address) => {
      const { contexts } = await bidi.send<Tree>('browsingContext.getTree', { 'moz:scope': 'chrome' });
      const window = contexts.find(({ url }) => url.endsWith('/browser.xhtml'));
      if (!window) throw new Error('Firefox has no window');
      return evaluate(bidi, window.context, iconClick(extensionId, address));
    },
    close: async () => {
      await bidi.send('browser.close').catch(() => undefined);
      bidi.close();
      await end();
    },
  };
}

/** Runs with the rights of the browser itself: there is no other way to its toolbar. */
function iconClick(extensionId: string, address: string): string {
  return `(async () => {
    const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
    const { browserActionFor, tabTracker } = ExtensionParent.apiManager.global;
    const tab = [...gBrowser.tabs].find(({ linkedBrowser }) =>
      linkedBrowser.currentURI.spec === ${JSON.stringify(address)});
    gBrowser.selectedTab = tab;
    const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(extensionId)});
    await browserActionFor(extension).triggerAction(window);
    return tabTracker.getId(tab);
  })()`;
}

interface Tree {
  contexts: { context: string; url: string }[];
}

function pageOf(bidi: Remote, context: string): FirefoxPage {
  return {
    goto: async (url) => {
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    evaluate: (expression) => evaluate(bidi, context, expression),
    click: async (selector) => {
      const { nodes } = await bidi.send<{ nodes: { sharedId: string }[] }>('browsingContext.locateNodes', {
        context,
        locator: { type: 'css', value: selector },
        maxNodeCount: 1,
      });
      const element = nodes[0];
      if (!element) throw new Error(`there is no ${selector} to click`);
      const origin = { type: 'element', element: { sharedId: element.sharedId } };
      const actions = [
        { type: 'pointerMove', x: 0, y: 0, origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await bidi.send('input.performActions', {
        context,
        actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
      });
    },
  };
}

interface Evaluated {
  type: 'success' | 'exception';
  result?: { value?: string };
  exceptionDetails?: { text: string };
}

/** As JSON text, since BiDi has a notation of its own for values. */
async function evaluate<Result>(bidi: Remote, context: string, expression: string): Promise<Result> {
  const answer = await bidi.send<Evaluated>('script.evaluate', {
    target: { context },
    expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
    awaitPromise: true,
  });
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
  return JSON.parse(answer.result?.value ?? 'null') as Result;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), endMsMax);
  await ended;
  clearTimeout(timer);
}
