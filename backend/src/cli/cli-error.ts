/**
 * A failure with one sentence for the person, and an exit code: 1 it did not work (or a promise is broken), 2 it was
 * asked wrongly (or what it was given cannot be read), 3 nothing can be said for sure.
 */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: 1 | 2 | 3;

  constructor(message: string, exitCode: 1 | 2 | 3 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
