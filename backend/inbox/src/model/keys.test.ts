import { describe, expect, it } from 'vitest';
import { type KeyPress, keyHelp, readKey } from './keys.ts';

function press(key: string, over: Partial<KeyPress> = {}): KeyPress {
  return { key, modified: false, inText: false, inControl: false, ...over };
}

describe('keys', () => {
  it('ask for what the help says: every key of it does something', () => {
    for (const { keys } of keyHelp) {
      for (const [combination] of keys) {
        const [first = '', second] = combination;
        const named: Record<string, string> = { '↓': 'ArrowDown', '↑': 'ArrowUp', Esc: 'Escape' };
        const isChord = first === 'g' && second !== undefined;
        const pressed = isChord
          ? [readKey(press(second), true)]
          : combination.map((key) => readKey(press(named[key] ?? key), false));
        for (const { command } of pressed) expect(command).toBeDefined();
      }
    }
  });

  it('are letters while somebody writes; only Esc leads out', () => {
    expect(readKey(press('e', { inText: true }), false).command).toBeUndefined();
    expect(readKey(press('Escape', { inText: true }), false).command).toEqual({ name: 'back' });
  });

  it('leave the browser’s own combinations alone', () => {
    expect(readKey(press('r', { modified: true }), false)).toEqual({ prefix: false });
  });

  it('leave Enter and arrows to a focused control, letters not', () => {
    expect(readKey(press('Enter', { inControl: true }), false).command).toBeUndefined();
    expect(readKey(press('j', { inControl: true }), false).command).toEqual({ name: 'step', by: 1 });
  });

  it('switch lists after g, and forget the g after any other key', () => {
    expect(readKey(press('g'), false)).toEqual({ prefix: true });
    expect(readKey(press('s'), true).command).toEqual({ name: 'go', filter: 'solved' });
    expect(readKey(press('z'), true)).toEqual({ command: undefined, prefix: false });
  });
});
