/**
 * A failure with one sentence for the person, and an exit code: 1 the answer is no (a promise is broken, two things
 * differ), 2 it was asked wrongly, or what it was given cannot be read, 3 nothing can be said for sure. Without one it
 * did not work, and the command knows how that ends: 1 can only say so where it is not an answer.
 */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: 1 | 2 | 3 | undefined;

  constructor(message: string, exitCode?: 1 | 2 | 3) {
    super(message);
    this.exitCode = exitCode;
  }
}
