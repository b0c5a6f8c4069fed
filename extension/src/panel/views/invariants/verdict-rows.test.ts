import { readFileSync } from 'node:fs';
import { aChat, judge } from '@hilo/shared/testing/trace-blob.ts';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import { describe, expect, it } from 'vitest';
import { countdown, countStatuses, groupVerdicts, summaryOf } from './verdict-rows.ts';

const fixtures = new URL('../../../../../shared/testing/fixtures/broken/', import.meta.url);

function brokenVerdicts(rule: string) {
  const reading = readBlob(readFileSync(new URL(`${rule}.json`, fixtures), 'utf8'));
  if (!reading.ok) throw new Error(reading.sentence);
  return judge(reading.blob.loads.flatMap(eventsOf));
}

const all = { text: '', statuses: new Set<never>() };
const sound = judge(aChat().events);

describe('[R6.5] the list of promises', () => {
  it('has what is broken on top, and every verdict in one group', () => {
    const verdicts = brokenVerdicts('unread-is-exact');
    const groups = groupVerdicts(verdicts, all);
    expect(groups[0]).toMatchObject({ status: 'violated', verdicts: [{ rule: { id: 'unread-is-exact' } }] });
    expect(groups.flatMap((group) => group.verdicts)).toHaveLength(verdicts.length);
    expect(summaryOf(verdicts)).toBe(`1 of ${verdicts.length} promises is broken.`);
  });

  it('is filtered by status and by words of any of its texts', () => {
    const statuses = new Set(['holds'] as const);
    expect(groupVerdicts(sound, { text: '', statuses }).map(({ status }) => status)).toEqual(['holds']);
    const ids = groupVerdicts(sound, { text: 'R2.C  badge', statuses: new Set() }).flatMap((group) =>
      group.verdicts.map(({ rule }) => rule.id),
    );
    expect(ids).toContain('unread-from-server');
    expect(ids.length).toBeLessThan(sound.length);
    expect(groupVerdicts(sound, { text: 'no such words', statuses: new Set() })).toEqual([]);
  });

  it('counts, and says how things stand in a sentence', () => {
    const counts = countStatuses(sound);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(sound.length);
    expect(counts.violated).toBe(0);
    expect(summaryOf(judge([]))).toBe('No promise was put to the test yet.');
    expect(summaryOf(judge(aChat().events.slice(3)))).toContain('gap');
  });

  it('counts down, and stops at zero', () => {
    expect([12_345, 9_999, 4_321, 0, -5].map(countdown)).toEqual([
      '13 s',
      '9.9 s',
      '4.3 s',
      '0.0 s',
      '0.0 s',
    ]);
  });
});
