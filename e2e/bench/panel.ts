import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { blobOf } from '@hilo/shared/testing/trace-blob.ts';
import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import { chromium, type Page } from '@playwright/test';
import { resolveChromium } from '../support/resolve-chromium.ts';
import { loadNow, median, ms, percentile, say } from './support/numbers.ts';
import { serveFiles } from './support/serve-files.ts';

/**
 * A chat of 100,000 events in the panel: how long until a person can use it, next to a bare JSON.parse of the same text in
 * the same page, in pages in turn; how long frames take while scrolling and filtering, next to an empty list's, and how
 * much memory it holds. Reports; asserts nothing.
 */
const eventsWanted = 100_000;
const framesMeasured = 240;
const imports = 5;
const panelDir = resolve(import.meta.dirname, '../../dist/chrome');

const tab = openTab().bootstrap().start().connect();
for (let i = 0; tab.events.length < eventsWanted; i++) {
  tab.send(`Message ${i}`).agentReplies(`Answer ${i}`);
  if (i % 5 === 0) tab.read();
}
const dir = mkdtempSync(join(tmpdir(), 'hilo-bench-panel-'));
const file = join(dir, 'long-chat.json');
const text = JSON.stringify(blobOf(tab));
writeFileSync(file, text);

const server = await serveFiles(panelDir);
// As fast as it can: then the time between two frames is what a frame costs.
const args = [
  '--no-sandbox',
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
  '--enable-precise-memory-info',
];
const browser = await chromium.launch({ ...resolveChromium(), args });
try {
  const readiesMs: number[] = [];
  const parsesMs: number[] = [];
  let page = await openPanel();
  for (let i = 0; i < imports; i++) {
    if (i > 0) {
      await page.close();
      page = await openPanel();
    }
    parsesMs.push(await parsing(page));
    readiesMs.push(await importing(page));
  }
  const empty = await scrolling(page, 'empty');
  const full = await scrolling(page, 'list');
  const filtering = await filterFrames(page);
  const heapMb = await heapOf(page);
  say(
    `${tab.events.length} events, ${(text.length / 2 ** 20).toFixed(0)} MB of text, ${loadNow()}`,
    `usable after   ${ms(median(readiesMs))} (goal 2,000): ${readiesMs.map((one) => one.toFixed(0)).join(', ')}`,
    `JSON.parse     ${ms(median(parsesMs))}, of the same text in the same page: ${parsesMs.map((one) => one.toFixed(0)).join(', ')}`,
    `one by other   ${median(readiesMs.map((one, i) => one / (parsesMs[i] as number))).toFixed(1)}, median of the pairs`,
    `scrolling      p95 ${ms(percentile(full, 0.95))} a frame (goal 16)`,
    `an empty list  p95 ${ms(percentile(empty, 0.95))} a frame`,
    `filtering      p95 ${ms(percentile(filtering, 0.95))} a frame (goal 16)`,
    `memory         ${heapMb.toFixed(0)} MB of JavaScript heap (goal 300)`,
  );
} finally {
  await browser.close();
  await server.close();
  rmSync(dir, { recursive: true });
}

async function openPanel(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(`${server.origin}/src/panel/panel.html`);
  return page;
}

/** How long JSON.parse alone takes. */
async function parsing(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const input = await page.evaluateHandle(() =>
    Object.assign(document.createElement('input'), { type: 'file' }),
  );
  await input.setInputFiles(file);
  const tookMs = await input.evaluate(async (chosen) => {
    const text = await ((chosen.files as FileList)[0] as File).text();
    const began = performance.now();
    JSON.parse(text);
    return performance.now() - began;
  });
  await input.dispose();
  await session.send('HeapProfiler.collectGarbage');
  return tookMs;
}

/** From the choice of the file until rows are drawn and every event was looked at. */
async function importing(page: Page): Promise<number> {
  await page.evaluate(() => {
    const marks = globalThis as unknown as { chosenAt: number };
    document.addEventListener('change', () => (marks.chosenAt = performance.now()), true);
  });
  await page.getByTestId('choose-file').first().setInputFiles(file);
  const ready = await page.waitForFunction(
    () => {
      const { chosenAt } = globalThis as unknown as { chosenAt: number };
      const counted = document.querySelector('.filter-count')?.textContent ?? '';
      return /^[\d,]+ of [\d,]+$/.test(counted) && document.querySelector('.event-row')
        ? performance.now() - chosenAt
        : 0;
    },
    undefined,
    { timeout: 120_000, polling: 'raf' },
  );
  return ready.jsonValue();
}

/**
 * Milliseconds between frames while a list is scrolled, some of it by a little and some by a lot. (No function has a
 * name in here: what tsx makes of one is not known to a page.)
 */
function scrolling(page: Page, which: 'list' | 'empty'): Promise<number[]> {
  return page.evaluate(
    async ({ which, frames }) => {
      const list = document.querySelector('.event-list') as HTMLElement;
      let scroller = list;
      if (which === 'empty') {
        scroller = document.createElement('div');
        const { left, top, width, height } = list.getBoundingClientRect();
        scroller.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px;overflow:auto;background:Canvas;z-index:9`;
        const inside = document.createElement('div');
        inside.style.height = `${list.scrollHeight}px`;
        scroller.append(inside);
        document.body.append(scroller);
      }
      const took: number[] = [];
      let before = await new Promise<number>(requestAnimationFrame);
      for (let i = 0; i < frames; i++) {
        scroller.scrollTop += i % 20 === 0 ? 40_000 : 120;
        const now = await new Promise<number>(requestAnimationFrame);
        took.push(now - before);
        before = now;
      }
      if (scroller !== list) scroller.remove();
      return took;
    },
    { which, frames: framesMeasured },
  );
}

/**
 * Milliseconds between frames while a text is looked for in all events, from the first key to the last row. A dot
 * changes with every frame: one in which nothing does waits for the next sixtieth of a second, whatever it cost.
 */
async function filterFrames(page: Page): Promise<number[]> {
  const measured = page.evaluate(async () => {
    const took: number[] = [];
    const dot = document.createElement('div');
    dot.style.cssText = 'position:fixed;left:0;top:0;width:1px;height:1px;background:CanvasText';
    document.body.append(dot);
    const counted = document.querySelector('.filter-count') as HTMLElement;
    const first = counted.textContent;
    let before = await new Promise<number>(requestAnimationFrame);
    // Until the count is another one, and complete.
    while (counted.textContent === first || counted.textContent?.includes('%')) {
      dot.style.opacity = took.length % 2 ? '1' : '0.5';
      const now = await new Promise<number>(requestAnimationFrame);
      took.push(now - before);
      before = now;
    }
    dot.remove();
    return took;
  });
  await page.locator('#filter-text').fill('answer 77');
  return measured;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
