export type LocalPostgresErrorCode =
  /** No binaries for this platform, or they do not run here. */
  | 'unsupported'
  /** Another live process runs the server of this data directory. */
  | 'in_use'
  /** The data was written by another major version of Postgres. */
  | 'version_mismatch'
  | 'init_failed'
  | 'start_failed'
  | 'stop_failed';

/** What can go wrong around the local server; the message is a sentence for the person who typed the command. */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError';

  constructor(
    readonly code: LocalPostgresErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
