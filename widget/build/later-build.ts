import { resolve } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';

const root = resolve(import.meta.dirname, '..');

/**
 * What a plain chat does not need is built first and on its own: the widget knows the file by name (`__MORE_FILE__` in
 * its source), shares no code with it, and pays for none of it. It imports nothing of the widget either: the loader may
 * have fetched that under another address than its own, and then it would come a second time.
 */
export function laterBuild(target: string, define: Record<string, string>): Plugin {
  let files: Rolldown.OutputChunk[] = [];
  let plugins: Plugin[] = [];
  return {
    name: 'hilo-later-build',
    configResolved(config) {
      // The same sources are to be read in the same way.
      plugins = config.plugins.filter(({ name }) =>
        /^hilo-(?!later-build|loader|emit|shrink-code)/.test(name),
      ) as Plugin[];
    },
    async buildStart() {
      const { output } = (await build(configOf(target, define, plugins))) as Rolldown.RolldownOutput;
      files = output.filter((file) => file.type === 'chunk');
    },
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('__MORE_FILE__')) return null;
      const more = files.find(({ isEntry }) => isEntry);
      if (!more) throw new Error('The rest of the widget was not built.');
      return { code: code.replaceAll('__MORE_FILE__', JSON.stringify(`./${more.fileName}`)), map: null };
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
        input: resolve(root, 'src/more/more.ts'),
        // What the debug tools share with it stays in it.
        preserveEntrySignatures: 'allow-extension',
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
