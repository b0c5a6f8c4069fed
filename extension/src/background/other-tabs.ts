import type { DocumentInfo, OtherTab } from '../channel/messages.ts';

interface TabDocuments {
  tabId: number;
  documents: readonly DocumentInfo[];
}

/**
 * Of some tabs those in which a living document has a widget that `mine` have as well: the same backend, the same id.
 * Whether it is the same contact too is to be seen only then; that it is not may be what somebody looks for.
 */
export function findOtherTabs(mine: readonly DocumentInfo[], tabs: readonly TabDocuments[]): OtherTab[] {
  const wanted = new Set(mine.filter(isAlive).flatMap(widgetKeys));
  return tabs.flatMap(({ tabId, documents }) => {
    const alive = documents.filter(isAlive);
    const found = alive.find((document) => widgetKeys(document).some((key) => wanted.has(key)));
    if (!found) return [];
    const top = alive.find(({ frameId }) => frameId === 0) ?? found;
    return [{ tabId, url: top.url }];
  });
}

function isAlive({ life }: DocumentInfo): boolean {
  return life === 'alive';
}

function widgetKeys({ widgets }: DocumentInfo): string[] {
  return widgets.map(({ base, widgetId }) => JSON.stringify([base, widgetId]));
}
