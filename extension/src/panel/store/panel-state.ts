import type { OtherTab } from '../../channel/messages.ts';
import { type Load, ownTab, type Session } from '../model/session.ts';
import type { UiState } from './ui-state.ts';

/** How the panel stands to the tab that it watches. */
export type Link =
  /** No tab: files only. */
  | { name: 'offline' }
  | { name: 'connecting' }
  | { name: 'live' }
  /** The extension's worker is gone for a moment, or for good; tried again by itself. */
  | { name: 'lost'; attempt: number }
  /** The extension was updated or removed: this panel cannot come back by itself. */
  | { name: 'orphaned' };

/** The agent's sign-in, for the server's lines and rows. The token is kept by `ServerLink`, in memory only. */
export type ServerState =
  | { name: 'signed_out'; sentence: string | null }
  | { name: 'signing_in' }
  | { name: 'signed_in'; base: string; agentName: string; companyId: string };

/** A file on its way in. Nothing of it is shown before all of it was found to be as it was made. */
export interface Importing {
  name: string;
  /** `checking` can be cancelled; what is `adding` has passed and is in after a moment. */
  step: 'reading' | 'checking' | 'adding';
  /** Events folded so far. */
  done: number;
  total: number;
}

export interface PanelState {
  session: Session;
  link: Link;
  /** Match patterns of the sites that may be watched; null until the background has said so. */
  grants: readonly string[] | null;
  /** Other tabs of the browser that have the same widget. */
  otherTabs: readonly OtherTab[];
  /** Ids of those that are shown too; the first is tab 2. */
  followedTabs: readonly number[];
  importing: Importing | null;
  server: ServerState;
  /** Of the last request for the server's lines, by traceId: a sentence where it failed. */
  serverLines: ReadonlyMap<string, 'loading' | 'loaded' | { sentence: string }>;
  /** One sentence to be read and dismissed. */
  notice: string | null;
  ui: UiState;
}

/** The load that is looked at: the selected one, else the newest; another tab's never comes up by itself. */
export function findCurrentLoad({ session, ui }: Pick<PanelState, 'session' | 'ui'>): Load | undefined {
  const { loads } = session;
  return (
    loads.find((load) => load.traceId === ui.selectedTraceId) ??
    loads.findLast(({ origin }) => origin.kind === 'file' || origin.tab === ownTab) ??
    loads.at(-1)
  );
}
