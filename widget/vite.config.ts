import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, defineConfig, type Plugin, type UserConfig } from 'vite';
import { inlineNumbers } from './build/inline-numbers.ts';
import { laterBuild } from './build/later-build.ts';
import { sheetsIn, shrinkStyles } from './build/shrink-styles.ts';

const here = import.meta.dirname;
const outDir = resolve(here, '../dist/widget');
const target = 'es2022';

/** Every `--name` that a style sheet of the widget may use. */
const sheets = [
  ...sheetsIn(resolve(here, 'src/view/styles')),
  resolve(here, '../shared/src/design/tokens.css'),
];

/** A kilobyte smaller than the default minifier; getters have no side effects here, and nothing asks for `arguments`. */
const terserOptions = {
  module: true,
  compress: { passes: 4, pure_getters: true, unsafe_arrows: true, keep_fargs: false },
  format: { comments: false },
} as const;

function stringsVersion(): string {
  const hash = createHash('sha256');
  for (const locale of ['en', 'es'])
    hash.update(readFileSync(resolve(here, `src/view/strings/${locale}.json`)));
  return hash.digest('base64url').slice(0, 8);
}

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
    define: { __WIDGET_FILE__: JSON.stringify(widgetFile) },
    build: {
      outDir,
      emptyOutDir: false,
      target,
      minify: 'terser',
      terserOptions,
      copyPublicDir: false,
      rolldownOptions: {
        input: resolve(here, 'src/loader.ts'),
        output: { format: 'iife', entryFileNames: 'hilo.js' },
      },
    },
  };
}

const define = { __STRINGS_VERSION__: JSON.stringify(stringsVersion()) };

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
  plugins: [laterBuild(target, define), inlineNumbers(), shrinkStyles(sheets), loaderAfterWidget()],
  build: {
    minify: 'terser',
    terserOptions,
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
