import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLanguages } from './languages.ts';
import { type Locale, strings } from './strings.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A place to fetch words from, which can be out of reach. */
function library({ reachable }: { reachable: boolean }) {
  const place = { reachable, asked: [] as Locale[] };
  const load = async (locale: Locale) => {
    place.asked.push(locale);
    if (!place.reachable) throw new Error('out of reach');
    return strings[locale];
  };
  return Object.assign(place, { load });
}

describe('createLanguages', () => {
  test('asks once for the language it is asked for, and for no other', async () => {
    const place = library({ reachable: true });
    const arrived = vi.fn();
    const languages = createLanguages(place.load, arrived);
    expect(languages.find('es')).toBeUndefined();
    expect(languages.find('es')).toBeUndefined();
    await vi.advanceTimersByTimeAsync(0);
    expect(arrived).toHaveBeenCalledOnce();
    expect(languages.find('es')).toBe(strings.es);
    expect(place.asked).toEqual(['es']);
  });

  test('goes on in the language before while another is on its way, and keeps both', async () => {
    const place = library({ reachable: true });
    const languages = createLanguages(place.load, () => {});
    languages.find('en');
    await vi.advanceTimersByTimeAsync(0);
    expect(languages.find('es')).toBe(strings.en);
    await vi.advanceTimersByTimeAsync(0);
    expect(languages.find('es')).toBe(strings.es);
    expect(languages.find('en')).toBe(strings.en);
    expect(place.asked).toEqual(['en', 'es']);
  });

  test('without any it has words for the launcher and for what is wrong, and keeps trying', async () => {
    const place = library({ reachable: false });
    const arrived = vi.fn();
    const languages = createLanguages(place.load, arrived);
    languages.find('es');
    await vi.advanceTimersByTimeAsync(0);
    expect(arrived).toHaveBeenCalledOnce();
    expect(languages.find('es')).toMatchObject({ open: 'Open chat', bootFailed: 'The chat did not load' });
    place.reachable = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(languages.find('es')).toBe(strings.es);
    expect(place.asked).toEqual(['es', 'es']);
  });

  test('asks no more once it is destroyed', async () => {
    const place = library({ reachable: false });
    const languages = createLanguages(place.load, () => {});
    languages.find('en');
    await vi.advanceTimersByTimeAsync(0);
    languages.destroy();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(place.asked).toEqual(['en']);
  });
});
