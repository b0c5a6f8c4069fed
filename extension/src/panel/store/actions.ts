import type { EventId } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { StoreApi } from 'zustand/vanilla';
import type { Answer, Command } from '../../channel/messages.ts';
import type { SessionFold } from '../model/fold.ts';
import type { ServerLink } from '../source/server-link.ts';
import type { FileLike } from './importing.ts';
import type { PanelState } from './panel-state.ts';
import type { PanelPorts } from './panel-store.ts';
import type { Filter, Layout, UiState, ViewName } from './ui-state.ts';

/** What actions work with. */
export interface Desk {
  store: StoreApi<PanelState>;
  fold: SessionFold;
  ports: PanelPorts;
  setUi: (ui: Partial<UiState>) => void;
  /** Many changes, one drawing: views hear of them once a frame. */
  publishSoon: () => void;
}

/** What a person does with what they look at. */
export interface ViewActions {
  show(view: ViewName): void;
  /** Null follows the newest load. */
  selectLoad(traceId: string | null): void;
  /** Selects an event wherever it is, and moves every view to its moment. Null goes back to now. */
  selectEvent(event: TraceEvent | EventId | null): void;
  /** The moment that every view shows, in milliseconds of the load; null is now. */
  setMoment(moment: number | null): void;
  setFilter(filter: Partial<Filter>): void;
  /** Shows the life of an id: every event in which it occurs, in the timeline. */
  showId(id: string): void;
  setLayout(layout: Partial<Layout>): void;
  setHelp(isOpen: boolean): void;
  dismissNotice(): void;
}

/** What a person does with files and with pages. */
export interface PageActions {
  /** Shows the loads of another tab too, from the beginning on, and from then on. */
  followTab(tabId: number): void;
  /** Reads files as debug blobs. What cannot be read is said in `notice`. The live tab, if any, stays. */
  importFiles(files: readonly FileLike[]): Promise<void>;
  /** Leaves the file that is being read or checked, as if it had not been chosen. Others that wait are next. */
  cancelImport(): void;
  /** Asks the page of a load for something; answers with a sentence where it cannot. */
  command(documentId: string, command: Command): Promise<Answer>;
}

/** What an agent asks the server. */
export interface ServerActions {
  signIn(address: string, email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** Fetches the server's lines of a load and puts them where they belong. */
  fetchServerLines(traceId: string): Promise<void>;
  /** Reading routes of the signed-in agent, for views that compare. */
  readServer: ServerLink['read'];
}

export type PanelActions = ViewActions & PageActions & ServerActions;
