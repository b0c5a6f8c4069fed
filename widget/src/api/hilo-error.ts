import type { FailureCode } from '../core/events.ts';

export type HiloErrorCode = FailureCode | 'not_booted';

/** What a call of `Hilo(…)` rejects with: `code` for programs, `message` for people. */
export class HiloError extends Error {
  override readonly name = 'HiloError';
  readonly code: HiloErrorCode;

  constructor(call: string, code: HiloErrorCode, reason = code.replaceAll('_', ' ')) {
    super(`Unable to ${call}; ${reason}.`);
    this.code = code;
  }
}
