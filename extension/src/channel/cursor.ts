import type { CaptureRecord, FromDocument } from './messages.ts';

/** What of a batch is new to somebody who has heard up to a record, and how many were lost on the way. */
export interface Taken {
  /** Up to where it is heard now. */
  cursor: number;
  fresh: readonly CaptureRecord[];
  /** Records that made room in the page before anybody read them. */
  lost: number;
}

/**
 * The one rule of listening: of a batch that begins where one has heard to, or before, what is new is taken; one that
 * begins later belongs to somebody who is further on, and the replay that was asked for brings the same records.
 */
export function takeRecords(
  cursor: number,
  { after, records }: Pick<FromDocument & { type: 'records' }, 'after' | 'records'>,
): Taken {
  const last = records.at(-1)?.n ?? after;
  if (after > cursor || last <= cursor) return { cursor, fresh: [], lost: 0 };
  const fresh = records.filter(({ n }) => n > cursor);
  return { cursor: last, fresh, lost: last - cursor - fresh.length };
}
