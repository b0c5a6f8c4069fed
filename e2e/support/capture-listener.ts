import type { TraceEvent, TraceEventKind, TraceEventOf, Witness } from '@hilo/shared/trace/events.ts';
import { expect, type Page } from '@playwright/test';
import type {
  Answer,
  CaptureRecord,
  Command,
  DocumentInfo,
  FromBackground,
  FromDocument,
} from '../../extension/src/channel/messages.ts';
import type { ExtensionBrowser } from './extension-browser.ts';
import type { Place } from './unattended-browser.ts';

type Heard = FromDocument | FromBackground;

/** Listens to a tab as a panel does, in a page of the extension, and keeps everything. */
export class CaptureListener {
  private constructor(
    private readonly page: Place,
    private readonly tabId: number,
  ) {}

  /** `known`: the tab’s id the page, where it is known; it cannot be asked for while the background is dead. */
  static async open(
    extension: ExtensionBrowser,
    inspected: Page = extension.page,
    known?: number,
  ): Promise<CaptureListener> {
    const tabId = known ?? (await extension.tabIdOf(inspected));
    const page = await extension.context.newPage();
    // Any page of the extension will do; this one has no script of its own.
    await page.goto(extension.addressOf('manifest.json'));
    return CaptureListener.begin(page, tabId);
  }

  /** Listens from a page of the extension that is there. */
  static async begin(page: Place, tabId: number): Promise<CaptureListener> {
    await page.evaluate(listen, tabId);
    await expect.poll(() => page.evaluate(() => window.heard.length, null)).toBeGreaterThan(0);
    return new CaptureListener(page, tabId);
  }

  heard(): Promise<Heard[]> {
    return this.page.evaluate(() => window.heard, null);
  }

  /** What the extension's icon says on the tab. */
  badge(): Promise<string> {
    return this.page.evaluate((tabId) => chrome.action.getBadgeText({ tabId }), this.tabId);
  }

  /** Which backgrounds answered, each once. */
  async boots(): Promise<string[]> {
    const heard = await this.heard();
    return [...new Set(heard.flatMap((message) => (message.type === 'hello' ? [message.bootId] : [])))];
  }

  /** The documents as last told, gone ones too. */
  async documents(): Promise<DocumentInfo[]> {
    const known = new Map<string, DocumentInfo>();
    for (const message of await this.heard()) {
      if (message.type === 'hello') for (const info of message.documents) known.set(info.documentId, info);
      else if (message.type === 'document') known.set(message.document.documentId, message.document);
    }
    return [...known.values()];
  }

  /** Each record once, by document and number. */
  async records(): Promise<(CaptureRecord & { documentId: string })[]> {
    const found = new Map<string, CaptureRecord & { documentId: string }>();
    for (const message of await this.heard()) {
      if (message.type !== 'records') continue;
      const { documentId } = message;
      for (const record of message.records) found.set(`${documentId} ${record.n}`, { documentId, ...record });
    }
    return [...found.values()].sort((a, b) => a.n - b.n);
  }

  async events<Kind extends TraceEventKind>(witness: Witness, kind: Kind): Promise<TraceEventOf<Kind>[]> {
    const all: TraceEvent[] = (await this.records()).map(({ event }) => event);
    return all.filter(
      (event): event is TraceEventOf<Kind> => event.witness === witness && event.kind === kind,
    );
  }

  /** Asks a document for something, as a panel does. */
  async ask(documentId: string, command: Command): Promise<Answer> {
    return this.page.evaluate(([id, asked]) => window.ask(id, asked), [documentId, command] as const);
  }

  /** The document that has a widget; fails where there is none. */
  async document(): Promise<DocumentInfo> {
    let found: DocumentInfo | undefined;
    await expect
      .poll(async () => {
        const documents = await this.documents();
        found = documents.findLast(({ widgets, life }) => widgets.length > 0 && life === 'alive');
        return found;
      })
      .toBeDefined();
    return found as unknown as DocumentInfo;
  }
}

declare global {
  interface Window {
    heard: Heard[];
    ask(documentId: string, command: Command): Promise<Answer>;
  }
}

function listen(tabId: number): void {
  const waiting = new Map<number, (answer: Answer) => void>();
  let commands = 0;
  let port: chrome.runtime.Port;
  window.heard = [];
  const connect = () => {
    port = chrome.runtime.connect({ name: `panel:${tabId}` });
    port.onDisconnect.addListener(() => setTimeout(connect, 50));
    port.onMessage.addListener((message: Heard) => {
      window.heard.push(message);
      const replay = (documentId: string) => port.postMessage({ type: 'replay', documentId, after: 0 });
      if (message.type === 'hello') for (const { documentId } of message.documents) replay(documentId);
      else if (message.type === 'document' && message.document.life === 'alive')
        replay(message.document.documentId);
      else if (message.type === 'answer') waiting.get(message.commandId)?.(message.answer);
    });
  };
  window.ask = (documentId, command) =>
    new Promise((resolve) => {
      commands += 1;
      waiting.set(commands, resolve);
      port.postMessage({ type: 'command', documentId, commandId: commands, command });
    });
  connect();
}
