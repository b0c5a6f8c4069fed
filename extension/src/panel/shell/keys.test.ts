import { describe, expect, it } from 'vitest';
import { keyWords, readKey } from './keys.ts';

const press = (key: string, over = {}) =>
  readKey({ key, modified: false, inText: false, inControl: false, ...over });

describe('the keys of the panel', () => {
  it('step, travel in time, choose views, and help', () => {
    expect(press('j')).toEqual({ name: 'step', by: 1 });
    expect(press('ArrowUp')).toEqual({ name: 'step', by: -1 });
    expect(press('[')).toEqual({ name: 'moment', by: -1 });
    expect(press('2')).toEqual({ name: 'view', view: 'state-machine' });
    expect(press('9')).toBeUndefined();
    expect(press('?')).toEqual({ name: 'help' });
    expect(press('/')).toEqual({ name: 'filter' });
  });

  it('leave text, and what the browser does with modifiers, alone', () => {
    expect(press('j', { inText: true })).toBeUndefined();
    expect(press('k', { modified: true })).toBeUndefined();
  });

  it('leave arrows to the control that has the focus, and letters to the panel', () => {
    expect(press('ArrowDown', { inControl: true })).toBeUndefined();
    expect(press('j', { inControl: true })).toEqual({ name: 'step', by: 1 });
  });

  it('are all told in the list of keys', () => {
    const told = keyWords.flatMap(([keys]) => keys);
    for (const key of told.filter((one) => one !== '…')) expect(press(key), key).toBeDefined();
  });
});
