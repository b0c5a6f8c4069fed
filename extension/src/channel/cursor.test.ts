import { describe, expect, it } from 'vitest';
import { takeRecords } from './cursor.ts';
import type { CaptureRecord } from './messages.ts';

const batch = (after: number, ...numbers: number[]) => ({
  after,
  records: numbers.map((n) => ({ n }) as CaptureRecord),
});
const numbers = (records: readonly CaptureRecord[]) => records.map(({ n }) => n);

describe('takeRecords', () => {
  it('takes what goes on where it has heard to', () => {
    const { cursor, fresh, lost } = takeRecords(2, batch(2, 3, 4));
    expect([cursor, numbers(fresh), lost]).toEqual([4, [3, 4], 0]);
  });

  it('takes only what is new of a replay', () => {
    const { cursor, fresh } = takeRecords(3, batch(0, 1, 2, 3, 4, 5));
    expect([cursor, numbers(fresh)]).toEqual([5, [4, 5]]);
    expect(takeRecords(5, batch(0, 1, 2, 3))).toEqual({ cursor: 5, fresh: [], lost: 0 });
  });

  it('leaves to its replay what begins later than it has heard', () => {
    expect(takeRecords(2, batch(7, 8))).toEqual({ cursor: 2, fresh: [], lost: 0 });
  });

  it('counts what is missing in between, and at the beginning', () => {
    expect(takeRecords(0, batch(0, 4, 5, 8))).toMatchObject({ cursor: 8, lost: 5 });
  });
});
