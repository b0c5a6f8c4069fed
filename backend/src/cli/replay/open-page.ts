import { quoted } from '@hilo/shared/reconstruct/plain-text.ts';
import type { LoadScript } from '@hilo/shared/reconstruct/replay/plan.ts';
import type { Browser, BrowserContext, Page } from '@playwright/test';

export interface OpenPage {
  context: BrowserContext;
  page: Page;
  /** Sentences about what this browser could not be given. */
  notes: string[];
}

const someTimeZone = 'UTC';
const someLanguage = 'en';

/**
 * A page in a person's browser as the blob tells of it, as far as a page can see. Anybody can write into a blob a time
 * zone or a language that this browser has never heard of; only opening the page tells. It then gets another one, and a
 * note says so: times on its screen may differ by that.
 */
export async function openPage(
  browser: Browser,
  { timeZone, language, viewport }: LoadScript['environment'],
): Promise<OpenPage> {
  const size = { width: within(viewport.width, 200, 4_000), height: within(viewport.height, 200, 4_000) };
  const known = findLanguage(language) ?? someLanguage;
  let failure: unknown;
  for (const [timezoneId, locale] of choices(timeZone ?? someTimeZone, known)) {
    const context = await browser.newContext({ viewport: size, serviceWorkers: 'block', timezoneId, locale });
    try {
      const page = await context.newPage();
      return { context, page, notes: notesOn({ timeZone, language }, timezoneId, locale) };
    } catch (error) {
      failure = error;
      await context.close();
    }
  }
  throw failure;
}

/** As told, then with one of the two replaced, then with both. */
function choices(timeZone: string, language: string): [timeZone: string, language: string][] {
  return [
    [timeZone, language],
    [someTimeZone, language],
    [timeZone, someLanguage],
    [someTimeZone, someLanguage],
  ];
}

function notesOn(
  { timeZone, language }: { timeZone: string | null; language: string },
  usedTimeZone: string,
  usedLanguage: string,
): string[] {
  const notes: string[] = [];
  if (timeZone !== null && timeZone !== usedTimeZone)
    notes.push(`the browser here has no time zone ${quoted(timeZone)}; it ran in ${usedTimeZone}`);
  if (findLanguage(language) !== usedLanguage && language !== '')
    notes.push(`the browser here has no language ${quoted(language)}; it ran in ${quoted(usedLanguage)}`);
  return notes;
}

/** In its canonical form; undefined where it is none. */
function findLanguage(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}
