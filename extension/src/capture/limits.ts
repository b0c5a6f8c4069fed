/** Every bound of what capture keeps and does on a page. */
export const captureLimits = {
  /** Twice what a widget itself keeps, for there are two accounts of everything. */
  eventsMax: 10_000,
  charsMax: 6_000_000,
  /** One event as JSON. */
  eventCharsMax: 400_000,
  /** A body, a frame or a stored value; the rest is cut, and the cut is told. */
  textCharsMax: 64_000,
  /** How long it takes, at most, to see that a body will not be heard, being no text. */
  bodyLookMs: 50,
  /** How long a body may stay unread, at least, before it is told as that; twice as long at most. */
  bodyMsMax: 10_000,
  /** About what is held for an event until it is put into words, besides texts, and for the head of an answer. */
  eventCharsHeld: 300,
  headCharsHeld: 1_500,
  /** Records gather for so long before they are sent together, */
  batchMs: 50,
  /** and until so long after those before them: each batch has its price, whatever is in it. */
  betweenBatchesMs: 250,
  batchEventsMax: 250,
  batchCharsMax: 400_000,
  widgetsMax: 16,
  /** Exchanges that wait for the widget they belong to, and events of each. */
  waitingMax: 32,
  waitingEventsMax: 32,
  /** Addresses of which it is remembered whose they are. */
  placesMax: 64,
  /** Keys of a site's storage that are looked through for ours. */
  keysMax: 1_000,
} as const;
