import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type InlineConfig, preview } from 'vite';

export interface ServedGallery {
  /** Where its files are, with a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** Builds a gallery's page once and serves it: what would otherwise be a hundred modules for each page is one file. */
export async function serveGallery(page: string, config: InlineConfig): Promise<ServedGallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'hilo-gallery-'));
  const quiet = { ...config, logLevel: 'error' as const };
  const options = {
    outDir,
    emptyOutDir: true,
    minify: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  };
  await build({ ...quiet, build: { ...options, rolldownOptions: { input: page } } });
  const server = await preview({ ...quiet, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  return {
    url: server.resolvedUrls?.local[0] as string,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
