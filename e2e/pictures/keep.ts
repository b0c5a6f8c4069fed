import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const folder = join(import.meta.dirname, '../../docs/pictures');
const bytesMax = 250_000;

/** Keeps what a page shows as `docs/pictures/<name>.png`. Throws where it is larger than belongs in the repository. */
export async function keep(page: Page, name: string): Promise<void> {
  // Neither where the pointer happens to be, nor a blinking caret, belongs in the picture.
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await writeFile(path, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  const { size } = await stat(path);
  console.log(`${name}.png  ${Math.round(size / 1000)} kB`);
  if (size > bytesMax)
    throw new Error(`${name}.png has ${size} bytes; at most ${bytesMax} belong in the repository`);
}
