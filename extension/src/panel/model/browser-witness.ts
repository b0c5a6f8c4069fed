import { looksOwn, readAddress } from '../../capture/address.ts';
import type { DocumentInfo } from '../../channel/messages.ts';
import { panelBounds } from './bounds.ts';
import { type BrowserRequest, keyOf } from './har-entry.ts';

/** A request of the browser's recording, with the load that it is of, and its path on that widget's backend. */
export interface Placed {
  request: BrowserRequest;
  traceId: string;
  path: string;
}

/**
 * Finds for what the browser recorded the load that it is of: by the trace that it names, else by its address, because
 * a Worker's request names none. What is told twice counts once; what comes before its load waits for it. `documents`: of the
 * panel's own tab, in the order of their coming.
 */
export class BrowserWitness {
  private readonly known = new Set<string>();
  private waiting: BrowserRequest[] = [];

  /** Returns nothing where it is of no load, or of one that has not come yet. */
  take(request: BrowserRequest, documents: () => readonly DocumentInfo[]): Placed | undefined {
    if (!looksOwn(request.url) || this.known.has(keyOf(request))) return undefined;
    this.known.add(keyOf(request));
    const [oldest] = this.known;
    if (this.known.size > panelBounds.browserRequestsMax && oldest) this.known.delete(oldest);
    const placed = place(request, documents());
    if (!placed) this.waiting = [...this.waiting, request].slice(-panelBounds.browserRequestsWaitingMax);
    return placed;
  }

  /** Those that waited and have found their load among these documents. */
  placeWaiting(documents: () => readonly DocumentInfo[]): Placed[] {
    if (this.waiting.length === 0) return [];
    const known = documents();
    const placed = this.waiting.map((request) => place(request, known));
    this.waiting = this.waiting.filter((_, index) => !placed[index]);
    return placed.filter((one) => one !== undefined);
  }
}

function place(request: BrowserRequest, documents: readonly DocumentInfo[]): Placed | undefined {
  for (const { widgets, startedAtMs } of documents.toReversed()) {
    for (const { traceId, base, widgetId } of widgets) {
      const address = readAddress(request.url, base);
      const isOfLoad = request.trace
        ? request.trace.traceId === traceId
        : startedAtMs <= request.beganAtMs && address?.widgetId === widgetId;
      if (address && isOfLoad) return { request, traceId, path: address.path };
    }
  }
  return undefined;
}
