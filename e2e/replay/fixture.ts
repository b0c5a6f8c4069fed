import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { test as base, expect, type Page } from '@playwright/test';
import { replayBlob } from '../../backend/src/cli/replay/replay-blob.ts';
import { Chance } from './chance.ts';
import { openStudio, type Studio } from './many-sessions.ts';
import { ScriptedCompany } from './scripted-company.ts';
import { configOf, copyBlob, visit } from './session.ts';

export interface Scene {
  studio: Studio;
  page: Page;
  company: ScriptedCompany;
  /** Comes to the shop, in English. `consent`: see `boot`. */
  come(consent?: 'required'): Promise<void>;
  /** A blob of now, of which a replay made the same. */
  copySame(): Promise<Blob>;
}

export const test = base.extend<{ scene: Scene }, { studio: Studio }>({
  studio: [
    async ({ browser }, use) => {
      const studio = await openStudio(browser);
      await use(studio);
      await studio.site.close();
    },
    { scope: 'worker' },
  ],
  scene: async ({ studio }, use) => {
    const { site, browser } = studio;
    const chance = new Chance(1);
    const company = new ScriptedCompany({ ...configOf(1), widgetId: 'wgt_scene' }, chance);
    site.add(company);
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    const come = (consent?: 'required') =>
      visit(page, { context, site, company, chance, consent, pages: [page] });
    const copySame = async () => sameAgain(studio, await copyBlob(page, true));
    await use({ studio, page, company, come, copySame });
    await context.close();
    company.close();
    site.remove(company);
  },
});

/** Writes and sends; resolves once it is on screen. */
export async function write(page: Page, text: string): Promise<void> {
  await page.locator('#hilo .composer textarea').fill(text);
  await page.locator('#hilo .composer .send').click();
  await expect(page.locator('#hilo .inner')).toContainText(text);
}

/** Opens the widget and begins a chat with this. */
export async function startChat(page: Page, text = 'is it there?'): Promise<void> {
  await page.locator('#hilo .launcher').click();
  await page.locator('#hilo .card.start').click();
  await write(page, text);
}

/** The blob in this text, of which a replay made the same. */
export async function sameAgain({ browser, files }: Studio, text: string): Promise<Blob> {
  const reading = readBlob(text);
  if (!reading.ok) throw new Error(reading.sentence);
  const report = await replayBlob(reading.blob, browser, files);
  expect(report.outcome, report.sentences.join('\n')).toBe('identical');
  return reading.blob;
}

/** Files of this name wait until they are let through, or cut. */
export function holdFile(company: ScriptedCompany, name: string): (arrives: boolean) => void {
  let decide: (arrives: boolean) => void = () => {};
  const end = new Promise<boolean>((resolve) => {
    decide = resolve;
  });
  company.bringsFile = (asked) => (asked.startsWith(name) ? end : Promise.resolve(true));
  return (arrives) => decide(arrives);
}
