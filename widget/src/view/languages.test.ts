import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLanguages } from './languages.ts';
import { type Locale, strings } from './strings.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A place to fetch words from, which can be slow or out of reach. */
function library({ reachable = true, slowMs = 0 }: { reachable?: boolean; slowMs?: number }) {
  const place = { reachable, slowMs, asked: [] as Locale[] };
  const load = async (locale: Locale) => {
    place.asked.push(locale);
    await new Promise((come) => setTimeout(come, place.slowMs));
    if (!place.reachable) throw new Error('out of reach');
    return strings[locale];
  };
  return Object.assign(place, { load });
}

const nothing = async () => {};

describe('createLanguages', () => {
  test('asks once for the language it is asked for, and for no other', async () => {
    const place = library({});
    const find = createLanguages(place.load, nothing);
    const coming = find('es');
    expect(coming).toBeInstanceOf(Promise);
    expect(find('es')).toBe(coming);
    await vi.advanceTimersByTimeAsync(0);
    expect(find('es')).toBe(strings.es);
    expect(place.asked).toEqual(['es']);
  });

  test('has another waited for as well, and keeps both', async () => {
    const place = library({});
    const find = createLanguages(place.load, nothing);
    find('en');
    await vi.advanceTimersByTimeAsync(0);
    expect(find('es')).toBeInstanceOf(Promise);
    await vi.advanceTimersByTimeAsync(0);
    expect(find('es')).toBe(strings.es);
    expect(find('en')).toBe(strings.en);
    expect(place.asked).toEqual(['en', 'es']);
  });

  test('without any it tries what there is instead, then has words for the launcher and for what is wrong', async () => {
    const place = library({ reachable: false });
    let isTried: () => void = () => {};
    const instead = vi.fn(() => new Promise<void>((done) => (isTried = done)));
    const find = createLanguages(place.load, instead);
    const shown = vi.fn();
    (find('es') as Promise<void>).then(shown);
    await vi.advanceTimersByTimeAsync(0);
    expect(instead).toHaveBeenCalledOnce();
    expect(shown).not.toHaveBeenCalled();
    isTried();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown).toHaveBeenCalledOnce();
    expect(find('es')).toMatchObject({ open: 'Open chat', bootFailed: 'The chat did not load' });
  });

  test('goes on in the language before where another does not come in a moment, and takes it when it does', async () => {
    const place = library({});
    const find = createLanguages(place.load, nothing);
    find('en');
    await vi.advanceTimersByTimeAsync(0);
    place.slowMs = 60_000;
    find('es');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(find('es')).toBe(strings.en);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(find('es')).toBe(strings.es);
  });
});
