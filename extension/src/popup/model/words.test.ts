import { widgetStateNames } from '@hilo/shared/lifecycle/lifecycle.ts';
import { describe, expect, it } from 'vitest';
import { sayBytes, sayConnection, sayPromises, sayState, sayUnread } from './words.ts';

describe('words', () => {
  it('has a sentence for every state, and names one that it does not know', () => {
    const said = widgetStateNames.map((name) => sayState(name).words);
    expect(new Set(said).size).toBe(widgetStateNames.length);
    for (const words of said) expect(words).not.toContain('does not know');
    expect(sayState('dreaming').words).toContain('dreaming');
  });

  it('says how the promises stand, and never more than is known', () => {
    expect(sayPromises({ tested: 0, broken: 0, lost: 0 })).toMatchObject({ tone: 'quiet' });
    expect(sayPromises({ tested: 12, broken: 0, lost: 0 })).toMatchObject({ tone: 'active' });
    expect(sayPromises({ tested: 12, broken: 0, lost: 3 }).words).toContain('not recorded');
    expect(sayPromises({ tested: 12, broken: 1, lost: 3 })).toEqual({
      words: '1 promise broken',
      tone: 'danger',
    });
  });

  it('counts', () => {
    expect([null, 0, 1, 2].map(sayUnread)).toEqual(['Not known yet', 'None', '1 message', '2 messages']);
    expect([999, 41_000, 2_300_000].map(sayBytes)).toEqual(['999 bytes', '41 kB', '2.3 MB']);
    expect(sayConnection('connected').words).toBe('Live');
    expect(sayConnection('').words).toBe('Not known yet');
  });
});
