export type MigrationErrorCode =
  /** The folder is missing or empty, a file is misnamed, or numbers have holes or repeat. */
  | 'bad_files'
  /** A file differs from what was applied. */
  | 'changed'
  /** The database has migrations that this code does not know. */
  | 'database_newer'
  | 'locked'
  | 'failed';

/** Why the database was not brought up to date; the message is a sentence for whoever runs the server. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';

  constructor(
    readonly code: MigrationErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
