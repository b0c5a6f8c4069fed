import { describe, expect, test } from 'vitest';
import { agoWords, daysBetween, dayWords } from './time-words.ts';

const at = (text: string): number => new Date(text).getTime();
const now = at('2026-03-12T15:00:00');

// Browsers differ in dots, commas and spaces; which words, and in which language, is ours.
describe('agoWords', () => {
  test.each([
    ['2026-03-12T15:00:00', /^now$/],
    ['2026-03-12T14:59:01', /^now$/],
    ['2026-03-12T14:59:00', /^1 ?m.* ago$/],
    ['2026-03-12T14:00:01', /^59 ?m.* ago$/],
    ['2026-03-12T14:00:00', /^1 ?h.* ago$/],
    ['2026-03-12T00:00:00', /^15 ?h.* ago$/],
    ['2026-03-11T23:59:59', /^Mar 11$/],
    ['2025-03-11T10:00:00', /^Mar 11, 2025$/],
  ])('%s reads %s', (moment, words) => {
    expect(agoWords(at(moment), now, 'en-US')).toMatch(words);
  });

  test('[H9] a server ahead of this clock reads as now, never as the future', () => {
    expect(agoWords(now + 5 * 60_000, now, 'en-US')).toBe('now');
    expect(agoWords(now + 36 * 3_600_000, now, 'en-US')).toBe('now');
  });

  test('speaks Spanish', () => {
    expect(agoWords(now - 5 * 60_000, now, 'es')).toMatch(/^hace 5 ?m/);
  });
});

describe('dayWords', () => {
  test.each([
    ['2026-03-12T00:00:00', 'en', /^Today$/],
    ['2026-03-11T23:59:00', 'en', /^Yesterday$/],
    ['2026-03-10T12:00:00', 'en-GB', /^Tuesday,? 10 March 2026$/],
    ['2026-03-12T23:00:00', 'es', /^Hoy$/],
    ['2026-03-10T12:00:00', 'es', /^Martes,? 10 de marzo de 2026$/],
    ['2026-03-20T12:00:00', 'en', /^Today$/],
  ])('%s in %s reads %s', (moment, locale, words) => {
    expect(dayWords(at(moment), now, locale)).toMatch(words);
  });
});

test('daysBetween counts the calendar, not the hours, also where the clocks change', () => {
  expect(daysBetween(at('2026-03-11T23:59:00'), at('2026-03-12T00:01:00'))).toBe(1);
  for (let day = 1; day < 365; day += 1) {
    const date = new Date(2026, 0, 1 + day, 12).getTime();
    expect(daysBetween(new Date(2026, 0, 1, 12).getTime(), date)).toBe(day);
  }
});
