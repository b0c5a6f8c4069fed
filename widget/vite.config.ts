import { resolve } from 'node:path';
import { build, defineConfig, type Plugin, type UserConfig } from 'vite';

const here = import.meta.dirname;
const outDir = resolve(here, '../dist/widget');
const target = 'es2022';

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
      copyPublicDir: false,
      rolldownOptions: {
        input: resolve(here, 'src/loader.ts'),
        output: { format: 'iife', entryFileNames: 'hilo.js' },
      },
    },
  };
}

/** Two files: `hilo.js`, cached shortly, and `hilo-widget-[hash].js`, cached for ever. Styles are text in the second. */
export default defineConfig({
  root: here,
  logLevel: 'warn',
  plugins: [loaderAfterWidget()],
  build: {
    outDir,
    emptyOutDir: true,
    target,
    modulePreload: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: resolve(here, 'src/embed.ts'),
      preserveEntrySignatures: 'exports-only',
      output: { format: 'es', entryFileNames: 'hilo-widget-[hash].js' },
    },
  },
});
