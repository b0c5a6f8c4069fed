import { describe, expect, it } from 'vitest';
import { isOriginAllowed } from './origin.ts';

describe('isOriginAllowed', () => {
  const list = ['https://shop.example', 'http://localhost:4101'];
  it.each([
    ['https://shop.example', true],
    ['http://localhost:4101', true],
    ['https://shop.example.evil.test', false],
    ['http://shop.example', false],
    ['https://shop.example:8443', false],
    ['https://SHOP.example', false],
    ['null', false],
    ['', true],
    [undefined, true],
  ])('%o against a list: %o', (origin, allowed) => {
    expect(isOriginAllowed(list, origin)).toBe(allowed);
  });

  it('a star lets every page in, also one without an origin of its own', () => {
    expect(isOriginAllowed(['*'], 'https://anything.example')).toBe(true);
    expect(isOriginAllowed(['*'], 'null')).toBe(true);
  });
});
