import type { Desk, PageActions } from './actions.ts';
import type { HeardTabs } from './heard-tabs.ts';
import { judgeInSteps, readInSteps } from './importing.ts';
import { viewActions } from './view-actions.ts';

export function pageActions(desk: Desk, tabs: HeardTabs): PageActions {
  const { store, fold, ports, publishSoon } = desk;
  const { setState } = store;
  const { selectLoad } = viewActions(desk);
  return {
    async importFiles(files) {
      for (const file of files) {
        const { traceId, sentence } = await readInSteps(fold, file, ports, (importing) =>
          setState({ importing }),
        );
        setState({ importing: null, session: fold.session(), ...(sentence && { notice: sentence }) });
        if (traceId) selectLoad(traceId);
      }
      await judgeInSteps(fold, ports, publishSoon);
    },
    followTab: (tabId) => tabs.follow(tabId),
    command: (documentId, command) => tabs.sourceOf(documentId).command(documentId, command),
  };
}
