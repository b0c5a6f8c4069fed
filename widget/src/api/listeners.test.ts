import { describe, expect, it, vi } from 'vitest';
import { createListeners } from './listeners.ts';

describe('listeners', () => {
  it('hear what is told, and, coming late, what already holds', () => {
    const { on, tell } = createListeners();
    const [early, late] = [vi.fn(), vi.fn()];
    on('unread', early, []);
    tell({ name: 'unread', value: 3 });
    on('unread', late, [3]);
    expect(early.mock.calls).toEqual([[3]]);
    expect(late.mock.calls).toEqual([[3]]);
  });

  it('end one by one, or all of a name', () => {
    const { on, off, tell } = createListeners();
    const [one, two] = [vi.fn(), vi.fn()];
    on('state', one, []);
    on('state', two, []);
    off('state', one);
    tell({ name: 'state', value: 'waiting' });
    off('state', undefined);
    tell({ name: 'state', value: 'active' });
    expect(one).not.toHaveBeenCalled();
    expect(two.mock.calls).toEqual([['waiting']]);
  });

  it('refuse names and things that are none', () => {
    const { on } = createListeners();
    for (const [name, listener] of [
      ['nothing', () => {}],
      ['__proto__', () => {}],
      ['unread', 'text'],
    ]) {
      expect(() => on(name, listener, [])).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    }
  });

  it('that throw do not keep others from hearing', () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { on, tell } = createListeners();
    const other = vi.fn();
    on('unread', () => {
      throw new Error('theirs');
    }, []);
    on('unread', other, []);
    tell({ name: 'unread', value: 1 });
    expect(other).toHaveBeenCalled();
    expect(reported).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
