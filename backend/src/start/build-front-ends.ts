import { readFile, writeFile } from 'node:fs/promises';
import { type FrontEnd, frontEnds, rootFolder } from './front-ends.ts';
import { type BuiltFile, precompress } from './precompress.ts';
import { digestSources } from './sources-digest.ts';

export interface Built {
  name: FrontEnd['name'];
  files: BuiltFile[];
  elapsedMs: number;
}

export interface BuildOptions {
  /** Build also what is up to date. */
  force?: boolean;
  /** Called before each build that is needed. */
  onBuild?(name: FrontEnd['name']): void;
}

/** Builds what is missing or older than its sources. Resolves with what was built. */
export async function buildFrontEnds({ force = false, onBuild }: BuildOptions = {}): Promise<Built[]> {
  const built: Built[] = [];
  for (const frontEnd of frontEnds) {
    const digest = await digestSources(frontEnd.sources, rootFolder);
    if (!force && (await isCurrent(frontEnd, digest))) continue;
    onBuild?.(frontEnd.name);
    const startedAtMs = performance.now();
    await runVite(frontEnd);
    const files = await precompress(frontEnd.outFolder);
    await writeFile(stampOf(frontEnd), digest);
    built.push({ name: frontEnd.name, files, elapsedMs: Math.round(performance.now() - startedAtMs) });
  }
  return built;
}

/** The stamp says from what it was built; beside the folder, since every build empties that. */
function stampOf({ outFolder }: FrontEnd): string {
  return `${outFolder}.sources`;
}

async function isCurrent(frontEnd: FrontEnd, digest: string): Promise<boolean> {
  const entry = frontEnd.name === 'widget' ? 'hilo.js' : 'index.html';
  const [stamp, found] = await Promise.all([
    readFile(stampOf(frontEnd), 'utf8').catch(() => ''),
    readFile(`${frontEnd.outFolder}/${entry}`).catch(() => undefined),
  ]);
  return stamp === digest && found !== undefined;
}

/** Loaded only where something has to be built: a server that is up to date does without. */
async function runVite({ configFile }: FrontEnd): Promise<void> {
  const { createBuilder } = await import('vite');
  const builder = await createBuilder({ configFile, logLevel: 'warn', clearScreen: false }, null);
  await builder.buildApp();
}
