import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import type { Fault } from './faults.ts';

/**
 * Everything that travels between page, content script, background and panel. The page's end is hostile ground: what
 * arrives there is data, checked before it is used, and never run.
 */

/** One document of the inspected tab: a frame's page from its creation to its end. */
export interface DocumentInfo {
  /** 16 hex digits, drawn by the capture script. */
  documentId: string;
  /** 0 is the tab's own frame. Set by the background, from the browser's word. */
  frameId: number;
  /** Address without query values and fragment. */
  url: string;
  /** Milliseconds since the Unix epoch at which the document's clock began. */
  startedAtMs: number;
  /** Widgets that spoke on this page, in the order of their coming. */
  widgets: readonly WidgetInfo[];
  /** `alive`: it answers. `frozen`: in the back/forward cache. `gone`: left or closed. */
  life: 'alive' | 'frozen' | 'gone';
}

/** Another tab of the browser in which a document has a widget that the inspected tab has as well. */
export interface OtherTab {
  tabId: number;
  /** Of the tab's own frame where it is watched, else of the document with the widget; as in `DocumentInfo`. */
  url: string;
}

export interface WidgetInfo {
  widgetId: string;
  traceId: string;
  build: string;
  /** Where the widget's files and API are, with a slash at the end. */
  base: string;
}

/** One captured event. `n` counts 1, 2, 3 … within its document: a hole is a loss, and is shown as one. */
export interface CaptureRecord {
  n: number;
  /** `widget`: the widget's own account. `wire`: what the patches on the page heard. `browser`: the HAR. */
  event: TraceEvent;
}

/** Capture's own losses: what its bounded buffer let go before anybody read it. */
export interface Dropped {
  count: number;
  bytes: number;
}

/** From a document (through the content script and the background) to panel, popup and badge. */
export type FromDocument =
  /**
   * A document was found, came back, or something in it changed. `lastN`: its newest record. Whoever has heard less
   * (see `cursor.ts`) asks for a replay.
   */
  | { type: 'document'; document: DocumentInfo; lastN: number; dropped: Dropped }
  /**
   * All records after the one numbered `after`, up to the last one in here, as far as the page still had them. Everybody
   * connected hears every batch, also those that somebody else asked for: `takeRecords` says what is new in it.
   */
  | {
      type: 'records';
      documentId: string;
      after: number;
      records: readonly CaptureRecord[];
      dropped: Dropped;
    }
  /** To the panel that asked, and to no other. */
  | { type: 'answer'; documentId: string; commandId: number; answer: Answer };

/** From a panel or popup to one document. A command to a document that is gone is answered with a sentence. */
export type ToDocument =
  /** All records after this one, again: 0 asks for the whole story. */
  | { type: 'replay'; documentId: string; after: number }
  | { type: 'command'; documentId: string; commandId: number; command: Command };

/** What a person asks the page for. */
export type Command =
  /** A debug blob of this widget, made by the widget itself. */
  | { type: 'blob'; traceId: string; includeText: boolean; serverLines: boolean }
  /** What the widget knows now: its model, as JSON. */
  | { type: 'model'; traceId: string }
  /** Keys `chat*-*` of localStorage as they are. */
  | { type: 'read_storage' }
  | { type: 'write_storage'; key: string; value: string | null }
  | { type: 'fault_on'; fault: Fault }
  | { type: 'fault_off'; faultId: string | 'all' };

export type Answer = { ok: true; value: unknown } | { ok: false; sentence: string };

/** From the background to a panel, besides what documents say. */
export type FromBackground =
  /**
   * The first message of each connection: the documents known now (others follow as `document`, also after the worker
   * was restarted: then `bootId` is another). Ask each for a replay after what was heard of it before.
   */
  | { type: 'hello'; bootId: string; documents: readonly DocumentInfo[]; others: readonly OtherTab[] }
  /** After `hello`, whenever it changes: the tabs that a person may want to see side by side with this one. */
  | { type: 'others'; others: readonly OtherTab[] }
  /** After `hello`, and whenever it changes: match patterns of the sites that the person lets the extension watch. */
  | { type: 'grants'; origins: readonly string[] };

/** Port names: `document` from a content script, `panel:<tabId>` from a panel or a popup. */
export const documentPort = 'document';
export const panelPort = (tabId: number): string => `panel:${tabId}`;
