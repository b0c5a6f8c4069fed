import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromSaved, toSaved } from './saved-ui.ts';
import { initialUi, type UiState } from './ui-state.ts';

const arranged: UiState = {
  ...initialUi,
  view: 'storage',
  selectedTraceId: 'abc',
  moment: 5,
  filter: { ...initialUi.filter, text: 'secret', hiddenKinds: ['timer'], withDetail: true },
  layout: { ...initialUi.layout, tracesWidth: 300, detailOpen: false },
};

describe('how the panel was arranged', () => {
  it('comes back, and what was looked at does not', () => {
    const saved = JSON.parse(JSON.stringify(toSaved(arranged)));
    expect(JSON.stringify(saved)).not.toContain('secret');
    expect(fromSaved(saved)).toEqual({
      ...initialUi,
      view: 'storage',
      filter: { ...initialUi.filter, hiddenKinds: ['timer'], withDetail: true },
      layout: arranged.layout,
    });
  });

  it('begins anew where what was kept is damaged, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (damaged) => {
        expect(fromSaved(damaged)).toEqual(initialUi);
      }),
    );
    const saved = toSaved(arranged) as object;
    for (const damaged of [
      { ...saved, version: 2 },
      { ...saved, view: 'gone' },
      { ...saved, layout: { ...arranged.layout, tracesWidth: Number.NaN } },
      { ...saved, hiddenKinds: ['telepathy'] },
    ])
      expect(fromSaved(damaged)).toEqual(initialUi);
  });
});
