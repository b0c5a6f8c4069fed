import { resolve } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';

const root = resolve(import.meta.dirname, '..');

/** What the widget fetches when it needs it; `__MORE_FILE__` in its source stands for the file of `more`. */
const entries = { more: 'src/more/more.ts', debug: 'src/debug/tools.ts' };

/**
 * What a plain chat does not need is built first and on its own: the widget knows these files by name, shares no code
 * with them, and pays for none of it. They import nothing of it either: its loader may have fetched it under another
 * address than its own, and then it would come a second time.
 */
export function laterBuild(target: string, define: Record<string, string>): Plugin {
  let files: Rolldown.OutputChunk[] = [];
  let plugins: Plugin[] = [];
  const nameOf = (entry: string): string => {
    const file = files.find(({ isEntry, name }) => isEntry && name === entry);
    if (!file) throw new Error(`${entry} was not built.`);
    return JSON.stringify(`./${file.fileName}`);
  };
  return {
    name: 'hilo-later-build',
    configResolved(config) {
      // The same sources are to be read in the same way.
      plugins = config.plugins.filter(({ name }) => /^hilo-(?!later-build|loader)/.test(name)) as Plugin[];
    },
    async buildStart() {
      const { output } = (await build(configOf(target, define, plugins))) as Rolldown.RolldownOutput;
      files = output.filter((file) => file.type === 'chunk');
    },
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('_FILE__')) return null;
      const named = code.replace(/__(MORE|DEBUG)_FILE__/g, (_, entry: string) => nameOf(entry.toLowerCase()));
      return { code: named, map: null };
    },
    generateBundle() {
      for (const { fileName, code } of files) this.emitFile({ type: 'asset', fileName, source: code });
    },
  };
}

function configOf(target: string, define: Record<string, string>, plugins: Plugin[]): InlineConfig {
  return {
    configFile: false,
    root,
    define,
    base: './',
    logLevel: 'error',
    plugins,
    build: {
      write: false,
      target,
      cssTarget: ['chrome111', 'firefox115', 'safari16.4'],
      modulePreload: false,
      copyPublicDir: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, resolve(root, file)])),
        preserveEntrySignatures: 'exports-only',
        treeshake: { manualPureFunctions: ['assert'] },
        output: {
          format: 'es',
          entryFileNames: 'hilo-[name]-[hash].js',
          chunkFileNames: 'hilo-[name]-[hash].js',
          assetFileNames: 'hilo-[name][extname]',
        },
      },
    },
  };
}
