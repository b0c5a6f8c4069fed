import type { Comparison } from '@hilo/shared/reconstruct/replay/verdict.ts';
import { describe, expect, it } from 'vitest';
import { reportOf } from './replay-blob.ts';

const counts = { events: 1, requests: 0, frames: 0, storageWrites: 0, states: 0 };
const comparison = (outcome: Comparison['outcome']): Comparison => ({
  outcome,
  sentence: outcome,
  difference: null,
  counts,
});
const note = 'the browser here has no time zone “Mars/Base”; it ran in UTC';

describe('[R1.4] what a replay says', () => {
  it('is identical in another time zone, too, and says that it was another', () => {
    const report = reportOf([comparison('identical')], [], [note]);
    expect(report).toMatchObject({ outcome: 'identical', sentences: ['identical', note] });
  });

  it('is different only where the page was as the one of the recording', () => {
    expect(reportOf([comparison('different')], [], []).outcome).toBe('different');
    const report = reportOf([comparison('identical'), comparison('different')], ['skipped'], [note]);
    expect(report.outcome).toBe('not_comparable');
    expect(report.sentences).toEqual([`not comparable: ${note}`, 'identical', 'different', 'skipped']);
  });
});
