import {
  type DocumentInfo,
  documentPort,
  type FromBackground,
  type FromDocument,
  type ToDocument,
} from '../channel/messages.ts';
import type { PageCommand } from '../channel/page-port.ts';
import { createDocumentState, type DocumentState } from './document-state.ts';
import { findOtherTabs } from './other-tabs.ts';
import { readFromPage } from './read-page.ts';

/** The part of a runtime port that is used here. */
export interface Port {
  readonly name: string;
  readonly sender?: PortSender | undefined;
  postMessage(message: unknown): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

export interface PortSender {
  tab?: PortTab;
  frameId?: number | undefined;
  /** The document's, by the browser's word. */
  origin?: string | undefined;
  url?: string | undefined;
}

interface PortTab {
  id?: number | undefined;
  incognito?: boolean;
}

export interface RouterOptions {
  bootId: string;
  /** Match patterns of the sites that may be watched. */
  grants(): Promise<readonly string[]>;
  /** Whether the person lets the extension watch the document at the other end of a port, now. */
  isWatched(sender: PortSender): Promise<boolean>;
  /** Asks the documents of all tabs to connect, those that have something to tell: a panel may want several tabs. */
  wake(): void;
  showBroken(tabId: number, count: number): void;
}

export interface Router {
  connect(port: Port): void;
  forgetTab(tabId: number): void;
  /** The sites that may be watched have changed. */
  grantsChanged(): Promise<void>;
}

interface Connected {
  state: DocumentState;
  /** Null while it sleeps in the back/forward cache. */
  port: Port | null;
  last: FromDocument & { type: 'document' };
}

interface Tab {
  documents: Map<string, Connected>;
  /** Each with what it was last told of other tabs, as text. */
  panels: Map<Port, string>;
  isPrivate: boolean;
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
 * Carries messages between the documents of a tab and its panels; tabs never mix, but a panel is told of other tabs with
 * the same widget, and may connect once more as a panel of theirs. It keeps nothing that cannot be asked
 * for again: the browser ends it when it likes, and both sides then connect anew.
 */
export function createRouter(options: RouterOptions): Router {
  const tabs = new Map<number, Tab>();
  const asked = new Map<number, Asked>();
  let commands = 0;

  function tabOf(tabId: number): Tab {
    let tab = tabs.get(tabId);
    if (!tab) {
      tab = { documents: new Map(), panels: new Map(), isPrivate: false };
      tabs.set(tabId, tab);
    }
    return tab;
  }

  function broadcast(tab: Tab, message: FromDocument): void {
    for (const panel of tab.panels.keys()) panel.postMessage(message);
  }

  /** Tells every panel of the other tabs with the same widget, where that has changed. */
  function tellOthers(): void {
    const known = [...tabs].map(([tabId, tab]) => ({ tabId, tab, documents: infosOf(tab) }));
    for (const mine of known) {
      if (mine.tab.panels.size === 0) continue;
      const near = known.filter(({ tab }) => tab !== mine.tab && tab.isPrivate === mine.tab.isPrivate);
      const others = findOtherTabs(mine.documents, near);
      const told = JSON.stringify(others);
      for (const [panel, before] of mine.tab.panels) {
        if (before === told) continue;
        mine.tab.panels.set(panel, told);
        tell(panel, { type: 'others', others });
      }
    }
  }

  /** Pages say less while nobody looks. */
  function tellAttended({ panels, documents }: Tab): void {
    for (const { port } of documents.values())
      if (port) tell(port, { type: 'attend', isAttended: panels.size > 0 });
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

  /** A document that was open while its site was taken back, or slept, is told that it is over: nobody may listen to it. */
  async function stopUnwatched(port: Port): Promise<void> {
    if (!port.sender || (await options.isWatched(port.sender))) return;
    tell(port, { type: 'stop' });
  }

  function connectDocument(port: Port, tabId: number): void {
    void stopUnwatched(port);
    const tab = tabOf(tabId);
    tab.isPrivate = port.sender?.tab?.incognito === true;
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
      tellOthers();
      if (!isNew) return;
      tell(port, { type: 'attend', isAttended: tab.panels.size > 0 });
      const after = mine.state.cursor();
      if (message.lastN > after) tell(port, { type: 'replay', documentId, after });
    }

    port.onMessage.addListener((given) => {
      const message = readFromPage(given);
      if (message?.type === 'document') meet(message);
      // What comes before the document has said who it is comes again with the replay.
      else if (message && mine?.state.info.documentId === message.documentId) {
        if (message.type === 'answer') passAnswer(message);
        else {
          if (message.type === 'records') broadcast(tab, message);
          if (mine.state.judge(message)) showBroken(tabId);
        }
      }
    });

    port.onDisconnect.addListener(() => {
      if (!mine || mine.port !== port) return;
      const { documentId, life } = mine.state.info;
      if (life === 'frozen') {
        mine.port = null;
        refuse(documentId);
        return keepSleeper(tab, documentId);
      }
      lose(tab, mine);
      tellOthers();
      showBroken(tabId);
    });
  }

  /** A document has ended. */
  function lose(tab: Tab, ended: Connected): void {
    const { info } = ended.state;
    ended.port = null;
    refuse(info.documentId);
    tab.documents.delete(info.documentId);
    broadcast(tab, { ...ended.last, document: { ...info, life: 'gone' } });
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
    tab.panels.set(port, '[]');
    tellAttended(tab);
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
      tellAttended(tab);
      for (const [id, { panel }] of asked) if (panel === port) asked.delete(id);
    });
    const hello = { type: 'hello', bootId: options.bootId, documents: infosOf(tab), others: [] } as const;
    port.postMessage(hello satisfies FromBackground);
    tellOthers();
    void options.grants().then((origins) => tell(port, { type: 'grants', origins }));
    options.wake();
  }

  function tell(port: Port, message: FromBackground | PageCommand): void {
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
      const tab = tabs.get(tabId);
      // Panels of other tabs may show it.
      for (const document of [...(tab?.documents.values() ?? [])]) if (tab) lose(tab, document);
      tabs.delete(tabId);
      tellOthers();
    },
    async grantsChanged() {
      const origins = await options.grants();
      for (const { panels, documents } of tabs.values()) {
        for (const panel of panels.keys()) tell(panel, { type: 'grants', origins });
        for (const { port } of documents.values()) if (port) void stopUnwatched(port);
      }
    },
  };
}

function infosOf({ documents }: Tab): DocumentInfo[] {
  return [...documents.values()].map(({ state }) => state.info);
}
