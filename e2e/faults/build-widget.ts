import { rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, loadConfigFromFile, type Plugin, type PluginOption } from 'vite';
import { applyPatches, type Patch, rootFolder } from './patch.ts';

const configFile = join(rootFolder, 'widget/vite.config.ts');

export interface BuiltWidget {
  folder: string;
  /** Name of the file that stands in for the widget's entry. */
  entry: string;
}

/**
 * Builds a variant of the widget with these mistakes into `dist/faults/<name>`, as the product builds it but not
 * minified, and with a line in the loader's place that names the entry: the product's own one loads whatever is served
 * there. Throws where a patch does not fit.
 */
export async function buildWidget(name: string, patches: readonly Patch[]): Promise<BuiltWidget> {
  const folder = join(rootFolder, 'dist/faults', name);
  await rm(folder, { recursive: true, force: true });
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, configFile);
  if (!loaded) throw new Error('unable to build a broken widget; its vite configuration was not found');
  const { config } = loaded;
  const applied = new Set<string>();
  const result = await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    plugins: [patchSources(patches, applied), ...withoutLast(config.plugins ?? [])],
    build: { ...config.build, outDir: folder, minify: false, write: true },
  });
  const missed = patches.filter(({ file }) => !applied.has(file));
  if (missed.length > 0)
    throw new Error(`unable to break ${missed[0]?.file}; the widget does not contain it`);
  const [output] = [result].flat();
  const files = output && 'output' in output ? output.output : [];
  const entry = files.find((file) => file.type === 'chunk' && file.isEntry);
  if (!entry) throw new Error('unable to build a broken widget; it has no entry');
  await writeFile(join(folder, 'hilo.js'), `import('./${entry.fileName}');\n`);
  return { folder, entry: entry.fileName };
}

function patchSources(patches: readonly Patch[], applied: Set<string>): Plugin {
  const files = new Set(patches.map(({ file }) => file));
  return {
    name: 'hilo-faults',
    enforce: 'pre',
    transform(code, id) {
      const file = relative(rootFolder, id.split('?')[0] as string);
      if (!files.has(file)) return null;
      applied.add(file);
      return applyPatches(file, code, patches);
    },
  };
}

/** Without what comes after the widget: the loader, and what makes it smaller. */
function withoutLast(plugins: readonly PluginOption[]): PluginOption[] {
  const last = /^hilo-(loader|shrink-code)$/;
  return plugins.filter(
    (plugin) => !(plugin && typeof plugin === 'object' && 'name' in plugin && last.test(plugin.name)),
  );
}
