/** What can be broken on purpose on this page, for this widget only. Each ends by itself. */
export type Fault = { faultId: string; traceId: string } & (
  | { kind: 'cut_socket'; forMs: number }
  | { kind: 'drop_frames'; direction: 'in' | 'out'; forMs: number }
  | { kind: 'delay_responses'; delayMs: number; forMs: number }
  | { kind: 'duplicate_frames'; forMs: number }
  | { kind: 'offline'; forMs: number }
  /** Clicks what starts a chat twice, as a person's double click does, while answers are held back for a moment. */
  | { kind: 'double_start' }
  | { kind: 'corrupt_key'; key: string }
  | { kind: 'clear_key'; key: string }
  /** The next answers say that the visitor's token is no longer valid. */
  | { kind: 'expire_token'; forMs: number }
);

export type FaultKind = Fault['kind'];

/** The longest that a fault lasts. */
export const faultMsMax = 5 * 60_000;
