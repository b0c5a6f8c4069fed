import { type ErrorCode, errors, type Problem } from '@hilo/shared/errors.ts';

type Extra = Pick<Problem, 'errors' | 'conversationId' | 'missing' | 'retryAfterSeconds'>;

/** An expected failure, from the catalogue. Anything else that is thrown is `internal`. */
export class HiloError extends Error {
  readonly code: ErrorCode;
  readonly extra: Extra;

  /** `detail`: one sentence about this occurrence, for the caller; the catalogue's title where there is nothing to add. */
  constructor(code: ErrorCode, detail: string = errors[code].title, extra: Extra = {}) {
    super(detail);
    this.name = 'HiloError';
    this.code = code;
    this.extra = extra;
  }
}
