import { errors } from '@hilo/shared/errors.ts';
import { describe, expect, test } from 'vitest';
import { strings } from './strings.ts';
import { reasonKey, regionOf, wordsIn } from './words.ts';

const holes = (text: string): number => text.split('{}').length - 1;

describe('strings', () => {
  test('both languages have every key, in the same order, with the same holes', () => {
    expect(Object.keys(strings.es)).toEqual(Object.keys(strings.en));
    for (const [key, text] of Object.entries(strings.en)) {
      expect([key, holes(strings.es[key as keyof typeof strings.es])]).toEqual([key, holes(text)]);
    }
  });

  test('none is blank, and no sentence is left in the other language', () => {
    for (const [key, text] of Object.entries(strings.en)) {
      expect(text.trim()).not.toBe('');
      expect(strings.es[key as keyof typeof strings.es]).not.toBe(text);
    }
  });
});

describe('wordsIn', () => {
  test('puts the value in, whatever is in it', () => {
    expect(wordsIn(strings.en, () => undefined)('typing', 'Ana $& {} $1')).toBe('Ana $& {} $1 is typing');
    expect(wordsIn(strings.es, () => undefined)('unread', 3)).toBe('3 sin leer');
  });

  test('takes from the rest what is not among the first, once it is here', () => {
    expect(wordsIn({}, () => ({ skip: 'Skip' }))('skip')).toBe('Skip');
    expect(wordsIn({}, () => undefined)('skip')).toBe('');
  });
});

describe('reasonKey', () => {
  test('every error of the catalogue has a sentence, and those that the visitor can act on their own', () => {
    for (const code of Object.keys(errors) as (keyof typeof errors)[]) {
      expect(strings.en[reasonKey(code)]).toBeTruthy();
    }
    expect(reasonKey('another_open')).toBe('why_another_open');
    expect(reasonKey('rate_limited')).toBe('why_rate_limited');
    expect(reasonKey('offline')).toBe('why_offline');
    expect(reasonKey('unavailable')).toBe('why_internal');
    expect(reasonKey(null)).toBe('why_internal');
  });
});

test('regionOf takes the browser’s own flavour of the language, or the language itself', () => {
  expect(regionOf('en', ['de-DE', 'en-GB', 'en'])).toBe('en-GB');
  expect(regionOf('es', ['en-GB'])).toBe('es');
});
