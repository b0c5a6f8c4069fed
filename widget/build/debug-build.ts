import { resolve } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { inlineNumbers } from './inline-numbers.ts';

const root = resolve(import.meta.dirname, '..');

/**
 * What only debugging needs (`hilo-debug-[hash].js` and `hilo-judge-[hash].js`) is built first and on its own: the
 * widget knows its file by name, shares no code with it, and pays for none of it.
 */
export function debugBuild(target: string, define: Record<string, string>): Plugin {
  let files: Rolldown.OutputChunk[] = [];
  return {
    name: 'hilo-debug-build',
    async buildStart() {
      const { output } = (await build(configOf(target, define))) as Rolldown.RolldownOutput;
      files = output.filter((file) => file.type === 'chunk');
    },
    transform(code, id) {
      const entry = files.find((file) => file.isEntry);
      if (!entry || !id.endsWith('/src/main.ts')) return null;
      return code.replaceAll('__DEBUG_FILE__', JSON.stringify(`./${entry.fileName}`));
    },
    generateBundle() {
      for (const { fileName, code } of files) this.emitFile({ type: 'asset', fileName, source: code });
    },
  };
}

function configOf(target: string, define: Record<string, string>): InlineConfig {
  return {
    configFile: false,
    root,
    define,
    base: './',
    logLevel: 'error',
    plugins: [inlineNumbers()],
    build: {
      write: false,
      target,
      modulePreload: false,
      copyPublicDir: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: resolve(root, 'src/debug/tools.ts'),
        preserveEntrySignatures: 'exports-only',
        output: {
          format: 'es',
          entryFileNames: 'hilo-debug-[hash].js',
          chunkFileNames: 'hilo-[name]-[hash].js',
          assetFileNames: 'hilo-[name][extname]',
        },
      },
    },
  };
}
