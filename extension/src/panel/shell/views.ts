import { type ComponentType, lazy } from 'react';
import type { ViewName } from '../store/ui-state.ts';

export interface ViewEntry {
  title: string;
  View: ComponentType;
}

type Loaded = Record<string, ComponentType>;
const files = import.meta.glob<Loaded>('../views/*/*-view.tsx');

/** Fetches the view in which a file is shown: before it is read there is time for that. */
export async function fetchTimeline(): Promise<void> {
  await files['../views/timeline/timeline-view.tsx']?.().catch(() => undefined);
}

/** `views/<name>/<name>-view.tsx` exports the view of that name, for example `StorageView`. */
function view(name: ViewName, exported: string): ComponentType {
  return lazy(async () => {
    const load = files[`../views/${name}/${name}-view.tsx`];
    const found = (await load?.())?.[exported];
    if (!found) throw new Error(`there is no ${exported}`);
    return { default: found };
  });
}

/** The views of the panel in the order of their tabs; the keys 1–7 choose them. */
export const views: Readonly<Record<ViewName, ViewEntry>> = {
  timeline: { title: 'Timeline', View: view('timeline', 'TimelineView') },
  'state-machine': { title: 'State', View: view('state-machine', 'StateMachineView') },
  storage: { title: 'Storage', View: view('storage', 'StorageView') },
  invariants: { title: 'Promises', View: view('invariants', 'InvariantsView') },
  compare: { title: 'Compare', View: view('compare', 'CompareView') },
  faults: { title: 'Faults', View: view('faults', 'FaultsView') },
  files: { title: 'Files', View: view('files', 'FilesView') },
};
