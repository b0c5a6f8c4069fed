import type { Verdict, Violation } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { DocumentInfo, FromDocument } from '../../channel/messages.ts';

/**
 * What the panel knows: facts only, folded from what documents say or from an imported blob. Pure: no clock, no DOM.
 * Views derive everything else by selectors. Events live in one growing array per load, so that 100,000 of them cost no
 * copying; `revision` tells a view that something was added.
 */
export interface Session {
  /** Live: fed by a tab. Imported: one or several blobs, offline. */
  source: { kind: 'live'; tabId: number } | { kind: 'imported'; names: readonly string[] };
  documents: ReadonlyMap<string, DocumentInfo>;
  /** In the order of their coming; the newest last. */
  loads: readonly Load[];
  revision: number;
}

/** One widget load: what all witnesses saw of one traceId. */
export interface Load {
  traceId: string;
  documentId: string | null;
  /** In the order of one clock; what came late stands where it belongs. */
  events: TraceEvent[];
  fields: TenFields;
  /** State of the widget after the last transition. */
  state: string;
  connection: string;
  violations: readonly Violation[];
  verdicts: () => readonly Verdict[];
  /** Events lost by a witness before they reached the panel. */
  lost: { count: number; bytes: number };
  revision: number;
}

/** Where a panel's facts come from: the live tab, or a file. One message adapter for both. */
export interface Source {
  /** Hears all there is, from the beginning, then what comes. Returns the function that ends it. */
  subscribe(listener: (message: FromDocument) => void): () => void;
}
