import type { LoadScript } from '@hilo/shared/reconstruct/replay/plan.ts';
import type { Browser } from '@playwright/test';
import { describe, expect, it } from 'vitest';
import { openPage } from './open-page.ts';

interface Given {
  timezoneId: string;
  locale: string;
}

/** As Playwright has it: a context takes anything, and its first page tells. */
function browserThatKnows(timeZones: readonly string[], languages: readonly string[]) {
  const open = new Set<Given>();
  const newContext = (given: Given) => {
    open.add(given);
    const newPage = () => {
      if (!timeZones.includes(given.timezoneId)) throw new Error(`Invalid timezone ID: ${given.timezoneId}`);
      if (!languages.includes(given.locale)) throw new Error(`Invalid locale "${given.locale}"`);
      return given;
    };
    const close = async () => void open.delete(given);
    return Promise.resolve({ newPage: async () => newPage(), close });
  };
  return { browser: { newContext } as unknown as Browser, open };
}

async function opened(environment: { timeZone: string | null; language: string }) {
  const { browser, open } = browserThatKnows(['UTC', 'Europe/Madrid'], ['en', 'es-MX']);
  const viewport = { width: 1e300, height: -1 };
  const { page, notes } = await openPage(browser, { ...environment, viewport } as LoadScript['environment']);
  expect(open.size).toBe(1);
  const { timezoneId, locale } = page as unknown as Given;
  return { timezoneId, locale, notes };
}

describe('[R1.4] the page of a replay', () => {
  it('has the time zone and the language of the recording', async () => {
    expect(await opened({ timeZone: 'Europe/Madrid', language: 'es-mx' })).toEqual({
      timezoneId: 'Europe/Madrid',
      locale: 'es-MX',
      notes: [],
    });
    expect(await opened({ timeZone: null, language: '' })).toEqual({
      timezoneId: 'UTC',
      locale: 'en',
      notes: [],
    });
  });

  it.each([
    ['a time zone', { timeZone: 'Mars/Base', language: 'es-MX' }, { timezoneId: 'UTC', locale: 'es-MX' }],
    [
      'a language',
      { timeZone: 'Europe/Madrid', language: 'qqq' },
      { timezoneId: 'Europe/Madrid', locale: 'en' },
    ],
    ['words for a language', { timeZone: 'UTC', language: '<b>' }, { timezoneId: 'UTC', locale: 'en' }],
  ])('has another one where the browser does not know %s, and says so', async (_, told, used) => {
    const { notes, ...page } = await opened(told);
    expect(page).toEqual(used);
    expect(notes).toEqual([
      expect.stringMatching(/^the browser here has no (time zone|language) “.+”; it ran in /),
    ]);
  });

  it('knows neither, and says both', async () => {
    const { notes, ...page } = await opened({ timeZone: 'Mars/Base', language: 'qqq' });
    expect(page).toEqual({ timezoneId: 'UTC', locale: 'en' });
    expect(notes).toHaveLength(2);
  });
});
