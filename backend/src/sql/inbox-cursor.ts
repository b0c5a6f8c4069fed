import { HiloError } from '../hilo-error.ts';

const xidMax = 2n ** 64n - 1n;

/** A cursor is a transaction id; one that cannot be is none of ours. Throws `invalid_cursor`. */
export function checkInboxCursor(cursor: string): string {
  if (BigInt(cursor) > xidMax) throw new HiloError('invalid_cursor');
  return cursor;
}
