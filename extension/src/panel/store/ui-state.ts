import type { EventId } from '@hilo/shared/invariants/rule.ts';
import type { TraceEventKind, Witness } from '@hilo/shared/trace/events.ts';
import type { Moment } from '../model/moment.ts';

export const viewNames = [
  'timeline',
  'state-machine',
  'storage',
  'invariants',
  'compare',
  'faults',
  'files',
] as const;
export type ViewName = (typeof viewNames)[number];

/** What of a load's events is listed. */
export interface Filter {
  /** Plain text, or `/regular expression/i`. */
  text: string;
  hiddenKinds: readonly TraceEventKind[];
  hiddenWitnesses: readonly Witness[];
  /** Only events in which this id occurs. */
  id: string | null;
  /** Milliseconds of the load, from and to; null for all. */
  range: readonly [number, number] | null;
  /** Timers, badges, storage reads and the like, too. */
  withDetail: boolean;
}

/** What the person looks at. Nothing in here is a fact about a chat. */
export interface UiState {
  view: ViewName;
  /** Null follows the newest load. */
  selectedTraceId: string | null;
  selectedEventId: EventId | null;
  /** The moment that every view shows; null is now. */
  moment: Moment;
  filter: Filter;
  layout: Layout;
  isHelpOpen: boolean;
}

export interface Layout {
  tracesOpen: boolean;
  detailOpen: boolean;
  /** CSS pixels. */
  tracesWidth: number;
  detailWidth: number;
}

export const initialFilter: Filter = {
  text: '',
  hiddenKinds: [],
  hiddenWitnesses: ['wire', 'browser'],
  id: null,
  range: null,
  withDetail: false,
};

export const initialUi: UiState = {
  view: 'timeline',
  selectedTraceId: null,
  selectedEventId: null,
  moment: null,
  filter: initialFilter,
  layout: { tracesOpen: true, detailOpen: true, tracesWidth: 260, detailWidth: 380 },
  isHelpOpen: false,
};
