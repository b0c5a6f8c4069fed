import { resolve } from 'node:path';
import { build, defineConfig, type Plugin, type UserConfig } from 'vite';
import { emitWords, wordsVersion } from './build/emit-words.ts';
import { inlineNumbers } from './build/inline-numbers.ts';
import { laterBuild } from './build/later-build.ts';
import { numberWords } from './build/number-words.ts';
import { shortenNames } from './build/shorten-names.ts';
import { shrinkCode } from './build/shrink-code.ts';
import { filesIn, shrinkStyles } from './build/shrink-styles.ts';

const here = import.meta.dirname;
const outDir = resolve(here, '../dist/widget');
const target = 'es2022';

/** Every style sheet of the widget, and whatever may set a custom property beside them. */
const sheets = [
  ...filesIn(resolve(here, 'src/view/styles'), '.css'),
  resolve(here, '../shared/src/design/tokens.css'),
];
const scripts = filesIn(resolve(here, 'src/view'), '.ts');

/** Once the widget's hashed name is known, the loader that imports it by that name is built beside it. */
function loaderAfterWidget(): Plugin {
  return {
    name: 'hilo-loader',
    async writeBundle(_options, bundle) {
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
      if (!entry) throw new Error('The widget has no entry chunk; the loader cannot name it.');
      await build(loaderConfig(entry.fileName));
    },
  };
}

function loaderConfig(widgetFile: string): UserConfig & { configFile: false } {
  return {
    configFile: false,
    root: here,
    logLevel: 'warn',
    plugins: [shrinkCode()],
    define: { __WIDGET_FILE__: JSON.stringify(widgetFile) },
    build: {
      outDir,
      emptyOutDir: false,
      target,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: resolve(here, 'src/loader.ts'),
        output: { format: 'iife', entryFileNames: 'hilo.js' },
      },
    },
  };
}

const define = { __STRINGS_VERSION__: JSON.stringify(wordsVersion) };

/**
 * `hilo.js`, cached shortly; `hilo-widget-[hash].js`, cached for ever, with the styles as text; and the words of each
 * language, of which a visitor downloads one.
 */
export default defineConfig({
  root: here,
  define,
  // Everything is addressed from beside the script.
  base: './',
  logLevel: 'warn',
  plugins: [
    emitWords(),
    laterBuild(target, define),
    inlineNumbers(),
    numberWords(),
    shortenNames(),
    shrinkStyles(sheets, scripts),
    shrinkCode(),
    loaderAfterWidget(),
  ],
  build: {
    minify: false,
    cssMinify: true,
    outDir,
    emptyOutDir: true,
    target,
    cssTarget: ['chrome111', 'firefox115', 'safari16.4'],
    modulePreload: false,
    copyPublicDir: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: resolve(here, 'src/embed.ts'),
      preserveEntrySignatures: 'exports-only',
      output: {
        format: 'es',
        entryFileNames: 'hilo-widget-[hash].js',
        assetFileNames: 'hilo-[name][extname]',
      },
      // Assertions have done their work in the tests; the visitor does not download them.
      treeshake: { manualPureFunctions: ['assert'] },
      // The minifier is slow on purpose; nobody needs to be told at every build.
      checks: { pluginTimings: false },
    },
  },
});
