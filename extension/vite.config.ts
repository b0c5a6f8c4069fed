import { resolve } from 'node:path';
import { crx } from '@crxjs/vite-plugin';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { type ManifestOptions, manifestOf } from '../manifest.config.ts';

const here = import.meta.dirname;
const target = 'es2022';

/** Pages and background: what the manifest names, and the panel, which no field of it does. */
export function pagesConfig(options: ManifestOptions, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: here,
    publicDir: resolve(here, 'public'),
    logLevel: 'warn',
    plugins: [react(), crx({ manifest: manifestOf(options), browser: options.target })],
    build: {
      outDir,
      emptyOutDir: true,
      target,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { panel: resolve(here, 'src/panel/panel.html') },
        checks: { pluginTimings: false },
      },
    },
  };
}

/**
 * A script that runs in pages: one file with everything in it, because one that first has to import something comes too
 * late, and with a name that stays, because the browser keeps it registered.
 */
export function contentScriptConfig(name: 'capture' | 'relay', outDir: string): InlineConfig {
  return {
    configFile: false,
    root: here,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target,
      minify: 'terser',
      terserOptions: { compress: { passes: 3 }, format: { comments: false, ascii_only: true } },
      reportCompressedSize: false,
      rolldownOptions: {
        input: resolve(here, `src/${name}/${name}.iife.ts`),
        output: { format: 'iife', entryFileNames: `${name}.js` },
        checks: { pluginTimings: false },
      },
    },
  };
}
