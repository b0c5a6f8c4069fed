import { createStore, type StoreApi } from 'zustand/vanilla';
import { SessionFold } from '../model/fold.ts';
import type { Session } from '../model/session.ts';
import type { ServerLink } from '../source/server-link.ts';
import type { Source } from '../source/source.ts';
import type { Desk, PanelActions } from './actions.ts';
import { createHeardTabs } from './heard-tabs.ts';
import type { ImportPorts } from './importing.ts';
import { pageActions } from './page-actions.ts';
import type { PanelState } from './panel-state.ts';
import { fromSaved, type Keeper, toSaved } from './saved-ui.ts';
import { serverActions } from './server-actions.ts';
import { initialUi, type UiState } from './ui-state.ts';
import { viewActions } from './view-actions.ts';

export interface PanelPorts extends ImportPorts {
  source: Source;
  /** Another tab, to be heard besides. */
  openTab: (tabId: number) => Source;
  server: ServerLink;
  keeper: Keeper;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Runs before the next frame is drawn, or soon where none is. */
  onFrame: (run: () => void) => void;
  setInterval: (run: () => void, ms: number) => unknown;
}

export interface Panel {
  store: StoreApi<PanelState>;
  actions: PanelActions;
  /** Begins to listen. Returns the function that ends it. */
  start(): () => void;
}

/** Facts (the fold), what the person looks at, and what they do: the one place where they meet. */
export function createPanel(source0: Session['source'], ports: PanelPorts): Panel {
  const fold = new SessionFold(source0);
  const { keeper } = ports;
  const store = createStore<PanelState>(() => ({
    session: fold.session(),
    link: { name: 'connecting' },
    grants: null,
    otherTabs: [],
    followedTabs: [],
    importing: null,
    server: { name: 'signed_out', sentence: null },
    serverLines: new Map(),
    notice: null,
    ui: initialUi,
  }));
  const { setState, getState } = store;

  let isDue = false;
  /** Many messages, one drawing: views hear of them once a frame. */
  const publishSoon = () => {
    if (isDue) return;
    isDue = true;
    ports.onFrame(() => {
      isDue = false;
      setState({ session: fold.session() });
    });
  };

  const setUi = (ui: Partial<UiState>) => {
    setState((state) => ({ ui: { ...state.ui, ...ui } }));
    keeper.set(toSaved(getState().ui));
  };

  const desk: Desk = { store, fold, ports, setUi, publishSoon };
  const tabs = createHeardTabs(desk);
  const actions = { ...viewActions(desk), ...serverActions(desk), ...pageActions(desk, tabs) };

  return {
    store,
    actions,
    start: () => {
      void keeper.get().then((saved) => {
        if (saved !== undefined) setState({ ui: fromSaved(saved) });
      });
      return tabs.start();
    },
  };
}
