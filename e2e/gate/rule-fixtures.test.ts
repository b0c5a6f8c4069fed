import { describe, expect, it } from 'vitest';
import { findUnprovenRules, fixturesFolder } from './rule-fixtures.ts';

describe('findUnprovenRules', () => {
  it('says nothing before the first fixture is recorded', () => {
    expect(findUnprovenRules(['a', 'b'], undefined)).toEqual([]);
  });

  it('lists rules without a broken build, and fixtures without a rule', () => {
    expect(findUnprovenRules(['a', 'b'], ['b.json', 'c.json', 'README.md'])).toEqual([
      `Rule a is unproven: there is no ${fixturesFolder}/a.json.`,
      `${fixturesFolder}/c.json proves a rule that does not exist.`,
    ]);
  });

  it('is content where every rule has one', () => {
    expect(findUnprovenRules(['a'], ['a.json'])).toEqual([]);
  });
});
