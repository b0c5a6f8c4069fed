import type { Verdict, Violation } from '@hilo/shared/invariants/rule.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent, TraceEventKind, Witness } from '@hilo/shared/trace/events.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { DocumentInfo } from '../../channel/messages.ts';

/**
 * What the panel knows: facts only, folded from what documents say (`fold.ts`) or from imported blobs. Views derive
 * everything else by selectors. A session and its loads are new objects whenever something in them changed, so that
 * `===` tells; the lists of events in them grow in place, so that 100,000 of them cost no copying.
 */
export interface Session {
  /** Live: fed by a tab. Imported: one or several blobs, offline. */
  source: { kind: 'live'; tabId: number } | { kind: 'imported'; names: readonly string[] };
  documents: ReadonlyMap<string, DocumentInfo>;
  /** In the order of their coming; the newest last. */
  loads: readonly Load[];
  /** What the panel itself let go to stay within its memory, and messages that were none. */
  letGo: { loads: number; events: number; messages: number };
  revision: number;
}

/** Number of the tab that the panel is of. Others that the person asked for are 2, 3 …, in the order of their asking. */
export const ownTab = 1;

/** Where a load was seen. */
export type LoadOrigin =
  | { kind: 'tab'; tab: number; documentId: string; frameId: number }
  /** `previous`: the tail of the load before, which the file of the next one carries along. `blob`: as it was read. */
  | { kind: 'file'; name: string; role: 'this' | 'previous'; blob: Blob };

/** One widget load: what all witnesses saw of one traceId. */
export interface Load {
  traceId: string;
  /** Null for a load from a file. */
  documentId: string | null;
  origin: LoadOrigin;
  /** In the order of one clock (`t`, milliseconds of the load); what came late stands where it belongs. */
  events: readonly TraceEvent[];
  /** The same events by their kind, each list in order. */
  byKind: ReadonlyMap<TraceEventKind, readonly TraceEvent[]>;
  /** As the widget's own account had them last. */
  fields: TenFields;
  /** State of the widget after the last transition. */
  state: string;
  /** As the widget's last screen showed it: `idle`, `connected`, `reconnecting` … */
  connection: string;
  /** The badge after the widget's last `unread`; null before the first. */
  unread: number | null;
  /** Wall time at which the load's clock began, on the page's machine, in milliseconds since the Unix epoch. */
  beganAtMs: number;
  /** Time of the last event, in milliseconds of the load. */
  lastT: number;
  /** Events by who saw them. */
  witnesses: Readonly<Record<Witness, number>>;
  /** What the widget told and the wire did not show, and the other way round; null where only one of them spoke. */
  captureLoss: CaptureLoss | null;
  /** Holes in what a witness told, in order of time. */
  holes: readonly Hole[];
  /** Events lost by a witness before they reached the panel. */
  lost: { count: number; bytes: number };
  /** Events that the panel itself let go to stay within its memory: the oldest. */
  letGo: number;
  /** Events that are not as the vocabulary says: shown as they came (see `findOddity`). */
  odd: number;
  /** Events that a rule could not be held to, because what they carry is not what it should be. */
  unjudged: number;
  /** Events of a long file that are yet to be judged: that goes on by itself. */
  toJudge: number;
  /** How far the server's clock is from the page's; null until its lines came. */
  serverClock: { offsetMs: number; uncertaintyMs: number | null } | null;
  /** Violations of this load, in the order of their being noticed. */
  violations: readonly Violation[];
  /**
   * What is to be said of each promise, this load's violations only, in the catalogue's order. Deadlines run on while
   * nothing else changes: who shows a countdown asks again each second.
   */
  verdicts: () => readonly Verdict[];
  revision: number;
}

export interface CaptureLoss {
  /** Requests, answers and frames that only the widget told of. */
  onlyWidget: number;
  /** Those that only the wire showed. */
  onlyWire: number;
}

/** Events that are missing between two of one witness. */
export interface Hole {
  witness: Witness;
  /** Time of the first event after it. */
  t: number;
  /** The seq before it, 0 for the beginning. */
  afterSeq: number;
  count: number;
}
