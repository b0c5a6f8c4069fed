import { readHarEntry } from '../model/har-entry.ts';
import { ownTab } from '../model/session.ts';
import type { Source, SourceListener } from '../source/source.ts';
import type { Desk } from './actions.ts';
import type { Link } from './panel-state.ts';

/** How far behind the clock deadlines are judged: events are on their way for a moment. */
const tickBehindMs = 2_000;
const tickEveryMs = 1_000;

/** The tabs that a panel hears: its own, and others that the person asked for. */
export interface HeardTabs {
  /** Begins with the own one. Returns the function that ends them all. */
  start(): () => void;
  /** Hears another tab as well. Asking twice is asking once. */
  follow(tabId: number): void;
  /** Whom to ask for something of a document. */
  sourceOf(documentId: string): Source;
}

export function createHeardTabs({ store, fold, ports, publishSoon }: Desk): HeardTabs {
  const { setState, getState } = store;
  const sources = new Map<number, Source>([[ownTab, ports.source]]);
  const links = new Map<number, Link['name']>();
  const ends: (() => void)[] = [];

  /** What only the panel's own tab tells. */
  const own: Omit<SourceListener, 'message'> = {
    link: (link) => {
      links.set(ownTab, link.name);
      setState({ link });
    },
    grants: (grants) => setState({ grants }),
    others: (otherTabs) => setState({ otherTabs }),
    recorded(entry) {
      const request = readHarEntry(entry);
      if (!request) return;
      fold.addBrowserRequest(request);
      publishSoon();
    },
  };

  function hear(tab: number, source: Source, rest: Omit<SourceListener, 'message'>): void {
    const message = (given: unknown) => {
      fold.take(given, tab);
      publishSoon();
    };
    ends.push(source.subscribe({ ...rest, message }, (documentId) => fold.heardUpTo(documentId)));
  }

  function tick(): void {
    // While nothing can be heard, an event that is late must not pass for one that never came.
    if ([...links.values()].some((name) => name !== 'live')) return;
    fold.tick(ports.now() - tickBehindMs);
    if (fold.session() !== getState().session) publishSoon();
  }

  return {
    start() {
      let stopped = false;
      hear(ownTab, ports.source, own);
      ports.setInterval(() => {
        if (!stopped && links.size > 0) tick();
      }, tickEveryMs);
      return () => {
        stopped = true;
        for (const end of ends.splice(0)) end();
      };
    },
    follow(tabId) {
      const { followedTabs } = getState();
      if (followedTabs.includes(tabId)) return;
      setState({ followedTabs: [...followedTabs, tabId] });
      const tab = ownTab + followedTabs.length + 1;
      const source = ports.openTab(tabId);
      sources.set(tab, source);
      hear(tab, source, {
        link: ({ name }) => links.set(tab, name),
        grants: () => undefined,
        others: () => undefined,
        recorded: () => undefined,
      });
    },
    sourceOf: (documentId) => sources.get(fold.tabOf(documentId)) ?? ports.source,
  };
}
