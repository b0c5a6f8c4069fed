import {
  documentPort,
  type FromBackground,
  type FromDocument,
  type ToDocument,
} from '../channel/messages.ts';
import { createDocumentState, type DocumentState } from './document-state.ts';
import { readFromPage } from './read-page.ts';

/** The part of a runtime port that is used here. */
export interface Port {
  readonly name: string;
  readonly sender?: { tab?: { id?: number | undefined }; frameId?: number | undefined } | undefined;
  postMessage(message: unknown): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

export interface RouterOptions {
  bootId: string;
  /** Match patterns of the sites that may be watched. */
  grants(): Promise<readonly string[]>;
  /** Asks the documents of a tab to connect, those that have something to tell. */
  wake(tabId: number): void;
  showBroken(tabId: number, count: number): void;
}

export interface Router {
  connect(port: Port): void;
  forgetTab(tabId: number): void;
  tellGrants(): Promise<void>;
}

interface Connected {
  state: DocumentState;
  /** Null while it sleeps in the back/forward cache. */
  port: Port | null;
  last: FromDocument & { type: 'document' };
}

interface Tab {
  documents: Map<string, Connected>;
  panels: Set<Port>;
}

interface Asked {
  panel: Port;
  documentId: string;
  /** The panel's own number for it. */
  commandId: number;
}

const sleepersMax = 20;
const pageGone = 'The page is no longer there, or has lost its connection. Reload it and try again.';

/**
 * Carries messages between the documents of a tab and its panels; tabs never mix. It keeps nothing that cannot be asked
 * for again: the browser ends it when it likes, and both sides then connect anew.
 */
export function createRouter(options: RouterOptions): Router {
  const tabs = new Map<number, Tab>();
  const asked = new Map<number, Asked>();
  let commands = 0;

  function tabOf(tabId: number): Tab {
    let tab = tabs.get(tabId);
    if (!tab) {
      tab = { documents: new Map(), panels: new Set() };
      tabs.set(tabId, tab);
    }
    return tab;
  }

  function broadcast(tab: Tab, message: FromDocument): void {
    for (const panel of tab.panels) panel.postMessage(message);
  }

  function showBroken(tabId: number): void {
    let count = 0;
    for (const { state } of tabOf(tabId).documents.values()) count += state.broken();
    options.showBroken(tabId, count);
  }

  function refuse(documentId: string): void {
    for (const [id, { panel, documentId: of, commandId }] of asked) {
      if (of !== documentId) continue;
      asked.delete(id);
      panel.postMessage({ type: 'answer', documentId, commandId, answer: { ok: false, sentence: pageGone } });
    }
  }

  function connectDocument(port: Port, tabId: number): void {
    const tab = tabOf(tabId);
    const frameId = port.sender?.frameId ?? 0;
    let mine: Connected | undefined;

    function meet(message: FromDocument & { type: 'document' }): void {
      const { documentId } = message.document;
      if (mine && mine.state.info.documentId !== documentId) return;
      const info = { ...message.document, frameId };
      const isNew = !mine;
      mine ??= tab.documents.get(documentId) ?? { state: createDocumentState(info), port, last: message };
      mine.state.info = info;
      mine.port = port;
      mine.last = { ...message, document: info };
      tab.documents.set(documentId, mine);
      broadcast(tab, mine.last);
      const after = mine.state.cursor();
      if (isNew && message.lastN > after)
        port.postMessage({ type: 'replay', documentId, after } satisfies ToDocument);
    }

    port.onMessage.addListener((given) => {
      const message = readFromPage(given);
      if (message?.type === 'document') meet(message);
      // What comes before the document has said who it is comes again with the replay.
      else if (message && mine?.state.info.documentId === message.documentId) {
        if (message.type === 'answer') passAnswer(message);
        else {
          broadcast(tab, message);
          if (mine.state.judge(message)) showBroken(tabId);
        }
      }
    });

    port.onDisconnect.addListener(() => {
      if (!mine || mine.port !== port) return;
      const { documentId, life } = mine.state.info;
      mine.port = null;
      refuse(documentId);
      if (life === 'frozen') return keepSleeper(tab, documentId);
      tab.documents.delete(documentId);
      broadcast(tab, { ...mine.last, document: { ...mine.state.info, life: 'gone' } });
      showBroken(tabId);
    });
  }

  /** The latest to fall asleep is the last to be forgotten. */
  function keepSleeper(tab: Tab, documentId: string): void {
    const sleeper = tab.documents.get(documentId) as Connected;
    tab.documents.delete(documentId);
    tab.documents.set(documentId, sleeper);
    const sleepers = [...tab.documents].filter(([, { port }]) => !port);
    for (const [id] of sleepers.slice(0, -sleepersMax)) tab.documents.delete(id);
  }

  function passAnswer(message: FromDocument & { type: 'answer' }): void {
    const to = asked.get(message.commandId);
    if (to?.documentId !== message.documentId) return;
    asked.delete(message.commandId);
    to.panel.postMessage({ ...message, commandId: to.commandId });
  }

  function connectPanel(port: Port, tabId: number): void {
    const tab = tabOf(tabId);
    tab.panels.add(port);
    port.onMessage.addListener((given) => {
      // From a page of our own.
      const message = given as ToDocument;
      const { documentId } = message;
      const document = tab.documents.get(documentId)?.port;
      if (message.type === 'replay') document?.postMessage(message);
      else {
        commands += 1;
        asked.set(commands, { panel: port, documentId, commandId: message.commandId });
        if (document) document.postMessage({ ...message, commandId: commands });
        else refuse(documentId);
      }
    });
    port.onDisconnect.addListener(() => {
      tab.panels.delete(port);
      for (const [id, { panel }] of asked) if (panel === port) asked.delete(id);
    });
    const documents = [...tab.documents.values()].map(({ state }) => state.info);
    port.postMessage({ type: 'hello', bootId: options.bootId, documents } satisfies FromBackground);
    void options.grants().then((origins) => tell(port, { type: 'grants', origins }));
    options.wake(tabId);
  }

  function tell(port: Port, message: FromBackground): void {
    try {
      port.postMessage(message);
    } catch {
      // Closed meanwhile.
    }
  }

  return {
    connect(port) {
      const [, panelTab] = /^panel:(\d+)$/.exec(port.name) ?? [];
      const tabId = port.sender?.tab?.id;
      if (panelTab) connectPanel(port, Number(panelTab));
      else if (port.name === documentPort && tabId !== undefined) connectDocument(port, tabId);
    },
    forgetTab(tabId) {
      tabs.delete(tabId);
    },
    async tellGrants() {
      const origins = await options.grants();
      for (const { panels } of tabs.values())
        for (const panel of panels) tell(panel, { type: 'grants', origins });
    },
  };
}
