import { limits } from '@hilo/shared/limits.ts';

/** Bounds of one socket. Tests tighten them; a server uses the shared ones. */
export interface SocketLimits {
  helloFrameBytesMax: number;
  helloDeadlineMs: number;
  pendingSocketsPerAddressMax: number;
  socketsPerContactMax: number;
  framesPerSecondMax: number;
  socketBufferedBytesMax: number;
  heartbeatIntervalMs: number;
  heartbeatTimeoutMs: number;
  /** Typing frames relayed per second; more are left out. */
  typingPerSecondMax: number;
  /** Happenings of the company kept for one socket while its token is looked up. */
  heldHappeningsMax: number;
  /** From the close frame until the connection is cut, for a peer that does not answer it. */
  closeGraceMs: number;
  /** How often an agent's token is looked up again, so that a sign-out elsewhere ends its sockets. */
  agentRecheckMs: number;
}

export const socketLimits: SocketLimits = {
  helloFrameBytesMax: limits.helloFrameBytesMax,
  helloDeadlineMs: limits.helloDeadlineMs,
  pendingSocketsPerAddressMax: limits.pendingSocketsPerAddressMax,
  socketsPerContactMax: limits.socketsPerContactMax,
  framesPerSecondMax: limits.framesPerSecondMax,
  socketBufferedBytesMax: limits.socketBufferedBytesMax,
  heartbeatIntervalMs: limits.heartbeatIntervalMs,
  heartbeatTimeoutMs: limits.heartbeatTimeoutMs,
  typingPerSecondMax: 5,
  heldHappeningsMax: 2_000,
  closeGraceMs: 2_000,
  agentRecheckMs: 60_000,
};
