import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Load } from '../model/session.ts';
import type { PanelActions } from './actions.ts';
import { findCurrentLoad, type PanelState } from './panel-state.ts';
import type { Panel } from './panel-store.ts';

export const PanelContext = createContext<Panel | null>(null);

function useContextPanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('assert: a view stands inside a PanelContext');
  return panel;
}

/** Facts of the store. `select` answers with something that stays the same (`===`) while nothing in it changed. */
export function usePanel<Selected>(select: (state: PanelState) => Selected): Selected {
  return useStore(useContextPanel().store, select);
}

/** What a person can do. Always the same object. */
export function useActions(): PanelActions {
  return useContextPanel().actions;
}

/** The load that is looked at; undefined while there is none. */
export function useCurrentLoad(): Load | undefined {
  return usePanel(findCurrentLoad);
}
