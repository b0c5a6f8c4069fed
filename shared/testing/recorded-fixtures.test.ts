import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../src/invariants/catalogue.ts';
import { createJudge } from '../src/invariants/engine.ts';
import { eventId, type Verdict } from '../src/invariants/rule.ts';
import { eventsOf, readBlob } from '../src/trace/blob-read.ts';
import type { TraceEvent } from '../src/trace/events.ts';

const folder = join(import.meta.dirname, 'fixtures');
/** A story with a reload holds two loads. */
const bytesMax = 80 * 1024;

function listFixtures(kind: 'broken' | 'clean'): string[] {
  const path = join(folder, kind);
  return existsSync(path) ? readdirSync(path).map((name) => name.replace(/\.json$/, '')) : [];
}

/** The events of a fixture, from nothing but its text. */
function readFixture(name: string): TraceEvent[] {
  const file = join(folder, `${name}.json`);
  expect(statSync(file).size).toBeLessThan(bytesMax);
  const reading = readBlob(readFileSync(file, 'utf8'));
  if (!reading.ok) throw new Error(`unable to read ${name}; ${reading.sentence}`);
  return reading.blob.loads.flatMap(eventsOf);
}

function judge(events: readonly TraceEvent[]): Map<string, Verdict> {
  const judge = createJudge(catalogue);
  for (const event of events) judge.push(event);
  return new Map(judge.verdicts().map((verdict) => [verdict.rule.id, verdict]));
}

describe('what really broken builds recorded', () => {
  test('no rule is unproven', () => {
    const recorded = new Set(listFixtures('broken'));
    expect(catalogue.map((rule) => rule.id).filter((id) => !recorded.has(id))).toEqual([]);
  });

  for (const { id, requirement } of catalogue) {
    test.runIf(listFixtures('broken').includes(id))(
      `[${requirement}] ${id} fires from the blob alone, with evidence`,
      () => {
        const events = readFixture(`broken/${id}`);
        const verdict = judge(events).get(id);
        expect(verdict?.status).toBe('violated');
        const known = new Set(events.map(eventId));
        for (const violation of verdict?.violations ?? []) {
          expect(violation.evidence.length).toBeGreaterThan(0);
          for (const evidence of violation.evidence) expect(known).toContain(evidence);
        }
      },
    );
  }

  test('no recording is of a rule that there is not', () => {
    expect(listFixtures('broken').filter((id) => !catalogue.some((rule) => rule.id === id))).toEqual([]);
  });
});

describe('what the product itself recorded', () => {
  for (const story of listFixtures('clean')) {
    test(`[R1.3] nothing is broken, and nothing in doubt, in "${story}"`, () => {
      const verdicts = [...judge(readFixture(`clean/${story}`)).values()];
      const wrong = verdicts.filter(({ status }) => status === 'violated' || status === 'inconclusive');
      expect(wrong.map(({ rule, violations }) => [rule.id, violations[0]?.detail])).toEqual([]);
    });
  }

  test('there are several of them', () => {
    expect(listFixtures('clean').length).toBeGreaterThanOrEqual(4);
  });
});
