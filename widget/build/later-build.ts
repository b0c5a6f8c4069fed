import { resolve } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';

const root = resolve(import.meta.dirname, '..');

/**
 * What a plain chat does not need is built first and on its own, the debug tools before all: the widget knows the rest
 * of it by name (`__MORE_FILE__` in its source), and that the tools (`__TOOLS_FILE__`). No file shares code with
 * another, and so none imports one: whoever fetches it may have to do so under another address than its own, and then
 * what it is imported as would come a second time.
 */
export function laterBuild(target: string, define: Record<string, string>): Plugin {
  let files: Rolldown.OutputChunk[] = [];
  let moreFile = '';
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
      const tools = await buildFile('src/debug/tools.ts', define);
      const more = await buildFile('src/more/more.ts', { ...define, __TOOLS_FILE__: addressOf(tools) });
      files = [tools, more];
      moreFile = addressOf(more);
    },
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('__MORE_FILE__')) return null;
      return { code: code.replaceAll('__MORE_FILE__', moreFile), map: null };
    },
    generateBundle() {
      for (const { fileName, code } of files) this.emitFile({ type: 'asset', fileName, source: code });
    },
  };

  async function buildFile(input: string, define: Record<string, string>): Promise<Rolldown.OutputChunk> {
    const { output } = (await build(configOf(input, target, define, plugins))) as Rolldown.RolldownOutput;
    const [file, second] = output.filter(({ type }) => type === 'chunk');
    if (!file || second) throw new Error(`${input} has to be one file.`);
    return file as Rolldown.OutputChunk;
  }
}

/** How a file beside it imports this one. */
function addressOf({ fileName }: Rolldown.OutputChunk): string {
  return JSON.stringify(`./${fileName}`);
}

function configOf(
  input: string,
  target: string,
  define: Record<string, string>,
  plugins: Plugin[],
): InlineConfig {
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
        input: resolve(root, input),
        preserveEntrySignatures: 'exports-only',
        treeshake: { manualPureFunctions: ['assert'] },
        output: {
          format: 'es',
          entryFileNames: 'hilo-[name]-[hash].js',
          assetFileNames: 'hilo-[name][extname]',
        },
      },
    },
  };
}
