/** What the panel keeps at most. Beyond it the oldest goes, is counted, and the count is shown. */
export const panelBounds = {
  /** Events of all loads together. */
  eventsMax: 250_000,
  /** Estimated memory of all events together. */
  bytesMax: 400 * 1024 * 1024,
  loadsMax: 1_000,
  documentsMax: 2_000,
  /** Values (objects, arrays and plain ones) within one event. */
  eventNodesMax: 500_000,
  /** Objects within one another in one event. */
  eventDepthMax: 64,
  /** Estimated size of one event. */
  eventBytesMax: 8 * 1024 * 1024,
  /** Of the browser's recording: remembered so that what is told twice counts once. */
  browserRequestsMax: 5_000,
  /** Those whose load has not come yet. */
  browserRequestsWaitingMax: 500,
  holesMax: 1_000,
  violationsMax: 2_000,
} as const;

/** How much goes at once, as a part of all: letting go one at a time would move the whole list each time. */
export const letGoPart = 0.1;
