import { expect, it } from 'vitest';
import { findMistake } from './mistake.ts';

it('finds the mistake that is asked for, with the promise it breaks', () => {
  expect(findMistake([])).toBeUndefined();
  const found = findMistake(['--mistake', 'double-click-is-one-start']);
  expect(found?.promise).toContain('another click');
  expect(found?.mistake).toMatch(/\.$/);
});

it('lists the mistakes there are where it does not know the one', () => {
  expect(() => findMistake(['--mistake', 'gremlins'])).toThrow('· shown-once');
  expect(() => findMistake(['--mistake'])).toThrow('· shown-once');
});
