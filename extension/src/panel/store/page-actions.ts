import type { Desk, PageActions } from './actions.ts';
import type { HeardTabs } from './heard-tabs.ts';
import { type FileLike, judgeInSteps, readInSteps } from './importing.ts';
import { viewActions } from './view-actions.ts';

export function pageActions(desk: Desk, tabs: HeardTabs): PageActions {
  const { store, fold, ports, publishSoon } = desk;
  const { setState } = store;
  const { selectLoad } = viewActions(desk);
  let current = new AbortController();
  let before: Promise<unknown> = Promise.resolve();

  async function importEach(files: readonly FileLike[]): Promise<void> {
    for (const file of files) {
      current = new AbortController();
      const { traceId, sentence } = await readInSteps(fold, file, ports, current.signal, (importing) =>
        setState({ importing }),
      );
      setState({ importing: null, session: fold.session(), ...(sentence && { notice: sentence }) });
      if (traceId) selectLoad(traceId);
    }
  }

  return {
    async importFiles(files) {
      // One after the other: two at a time would show each other's progress, and take the memory of both.
      const turn = before.then(() => importEach(files));
      before = turn;
      await turn;
      await judgeInSteps(fold, ports, publishSoon);
    },
    cancelImport: () => current.abort(),
    followTab: (tabId) => tabs.follow(tabId),
    command: (documentId, command) => tabs.sourceOf(documentId).command(documentId, command),
  };
}
