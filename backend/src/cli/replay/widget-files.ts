import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distFolder } from '../../start/front-ends.ts';
import { CliError } from '../cli-error.ts';

/** The widget as it was built: its module and whatever that loads later. */
export interface WidgetFiles {
  /** Of the module that pages load. */
  readonly entry: string;
  /** By file name. */
  readonly scripts: ReadonlyMap<string, string>;
  /** The words of each language, by file name. */
  readonly words: ReadonlyMap<string, string>;
}

const entryName = /hilo-widget-[\w-]{8}\.js/;

/** Reads the build in `folder`. Throws a `CliError` where there is none. */
export async function readWidgetFiles(folder: string = join(distFolder, 'widget')): Promise<WidgetFiles> {
  const loader = await readFile(join(folder, 'hilo.js'), 'utf8').catch(() => undefined);
  // The loader knows its widget by name; others may lie beside it from before.
  const entry = entryName.exec(loader ?? '')?.[0];
  if (!entry)
    throw new CliError(`unable to replay; there is no built widget in ${folder}, run npm run build first`);
  const names = await readdir(folder);
  const read = async (end: string) => {
    const found = names.filter((name) => name.endsWith(end));
    const texts = await Promise.all(found.map((name) => readFile(join(folder, name), 'utf8')));
    return new Map(found.map((name, i) => [name, texts[i] as string]));
  };
  return { entry, scripts: await read('.js'), words: await read('.json') };
}

/** The name that a load says its build by: that of the file, which names all that is in it. */
export function buildOf({ entry }: WidgetFiles): string {
  return entry.replace(/\.js$/, '');
}
