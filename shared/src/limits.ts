/** Every bound in the system, in one place. Units last in the name. */
export const limits = {
  /** A message's text, in UTF-16 code units (what `String.length` counts). */
  messageBodyCharsMax: 8_000,
  noteBodyCharsMax: 8_000,
  surveyCommentCharsMax: 2_000,
  contactNameCharsMax: 120,
  contactEmailCharsMax: 254,
  contactPhoneCharsMax: 40,
  userIdCharsMax: 128,
  /** Text of the last message in a conversation's header. */
  previewCharsMax: 120,

  requestBodyBytesMax: 64 * 1024,
  /** Largest WebSocket frame taken from a client that has authenticated. */
  frameBytesMax: 16 * 1024,
  /** Largest WebSocket frame taken from a client that has not. */
  helloFrameBytesMax: 4 * 1024,
  helloDeadlineMs: 5_000,
  /** Sockets of one address that have not yet authenticated. */
  pendingSocketsPerAddressMax: 100,
  socketsPerContactMax: 30,
  /** Frames a client may send per second before its socket is closed. */
  framesPerSecondMax: 30,
  /** Bytes waiting in one socket before it is closed as too slow; the client then resyncs. */
  socketBufferedBytesMax: 1024 * 1024,
  heartbeatIntervalMs: 25_000,
  /** No answer to a heartbeat for this long: the socket is dead, whatever it says. */
  heartbeatTimeoutMs: 10_000,
  drainDeadlineMs: 10_000,

  conversationsPageMax: 30,
  messagesPageMax: 50,
  inboxPageMax: 50,
  /** Rows one sync answer carries before it says `more`. */
  syncRowsMax: 200,
  /** A cursor further behind than this is answered with a snapshot. */
  syncVersionsBehindMax: 2_000,

  /** Out-of-order events wait this long; a hole that is still there then means sync. */
  eventHoldMs: 250,
  reconnectDelayMsMin: 500,
  reconnectDelayMsMax: 30_000,
  /** How often the widget asks when WebSockets are blocked. */
  pollIntervalMs: 5_000,
  requestTimeoutMs: 15_000,
  /** Failed connection attempts in a row after which the widget polls instead. */
  socketFailuresBeforePolling: 3,

  typingTtlMs: 6_000,
  typingRepeatMs: 3_000,
  /** Reading counts only while the person was active on the page within this time. */
  attentionMs: 60_000,
  outboxMessagesMax: 100,
  logoutFlushMs: 3_000,

  agentSessionMs: 12 * 60 * 60 * 1000,
  /** A visitor's token unused for this long is forgotten. */
  visitorTokenIdleMs: 400 * 24 * 60 * 60 * 1000,
  identityJwtAgeMsMax: 24 * 60 * 60 * 1000,

  /** Events the flight recorder keeps before the oldest make room. */
  recorderEventsMax: 5_000,
  /** Memory the flight recorder holds at most, as it estimates it. */
  recorderBytesMax: 3 * 1024 * 1024,
  /** Events of the load before a reload that the next blob carries along. */
  previousLoadEventsMax: 500,
  /** Text of a debug blob that is read at all, in UTF-16 code units; V8 ends strings at 2^29. */
  blobCharsMax: 400_000_000,
  /** Objects and arrays inside one another in a debug blob; real ones have about ten. */
  blobDepthMax: 64,
} as const;
