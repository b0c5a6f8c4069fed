import { join } from 'node:path';
import { rootFolder } from '../../start/front-ends.ts';

let bundled: Promise<string> | undefined;

/** The part of a replay that runs in the page, as one script. Bundled when first asked for. */
export function bundlePageScript(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const { build } = await import('vite');
  const root = join(rootFolder, 'backend/replay-page');
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: {
        input: join(root, 'src/main.ts'),
        output: { format: 'iife', codeSplitting: false },
      },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('assert: the page script was bundled to nothing');
  return chunk.code;
}
