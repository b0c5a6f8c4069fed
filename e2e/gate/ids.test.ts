import { describe, expect, it } from 'vitest';
import { coveredFamilies, findCitations, findProblems } from './ids.ts';

/** The gate reads this file too: `_test(` keeps what is only an example from counting as a title here. */
const plain = (text: string) => text.replaceAll(/_(?=test|it|describe)/g, '');

const known = {
  requirements: {
    'R1.1': 'traces',
    'R2.A': 'one open conversation',
    'R3.1': 'reload loop',
    'R5.1': 'a document',
  },
  regressions: { A1: 'two conversations' },
};

describe('findCitations', () => {
  it.each([
    ["_test('[R2.A] one', () => {})", ['R2.A']],
    ['_it("[A1][R3.1] both", async () => {})', ['A1', 'R3.1']],
    ['_describe(`[R2.A, A1] $' + '{name}`, () => {})', ['R2.A', 'A1']],
    ["_it.each([[1, f(2)], [3]])('[A1] case %i', () => {})", ['A1']],
    ["_it.skip(\n  '[A1] later',\n)", ['A1']],
    ["_test('an isn\\'t [A1]', () => {})", ['A1']],
    ["_test('[focus] and [B] hold', () => {})", []],
    ["expect(list['[A1]']).toBe(1)", []],
  ])('reads %j', (text, ids) => {
    expect(findCitations({ path: 'a.test.ts', text: plain(text) }).map(({ id }) => id)).toEqual(ids);
  });

  it('says where', () => {
    const text = "\n\n_test('[A1] x', () => {})";
    expect(findCitations({ path: 'a.test.ts', text: plain(text) })).toEqual([
      { id: 'A1', path: 'a.test.ts', line: 3 },
    ]);
  });
});

describe('findProblems', () => {
  it('is content where all is cited and exists', () => {
    const text = "_test('[R2.A] x'); _test('[R3.1] [A1] y'); _test('[R1.1] z');";
    expect(findProblems(known, [{ path: 'a.test.ts', text: plain(text) }])).toEqual([]);
  });

  it('finds ids that do not exist and required ones without a test', () => {
    const text = "_test('[R2.A] x'); _test('[R2.F] y'); _test('[A99] z')";
    expect(findProblems(known, [{ path: 'a.test.ts', text: plain(text) }])).toEqual([
      'a.test.ts:1 cites [R2.F], which docs/ids.json does not have.',
      'a.test.ts:1 cites [A99], which docs/ids.json does not have.',
      'No test has [R1.1] in its title (traces).',
      'No test has [R3.1] in its title (reload loop).',
    ]);
  });

  it('demands the families of instrumentation, invariants, scenarios and endpoints', () => {
    expect(coveredFamilies).toEqual(expect.arrayContaining(['R1', 'R2', 'R3', 'R4']));
  });
});
