import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

const demoFolder = new URL('../../demo/', import.meta.url);

/** One file as it goes out: `type` is what Koa's `ctx.type` takes, an extension with its dot. */
export interface DemoFile {
  type: string;
  body: string;
}

/**
 * Reads a site into memory: path without the leading slash → file. Only what is found here can be asked for, so a
 * path like `../..` has nowhere to go.
 *
 * In .html and .js, `{{NAME}}` becomes `values.NAME` and `{{> _part.html}}` the part of that name, the site's own or
 * the common one. Files whose name starts with `_` are parts, and not served.
 * @throws Error on a placeholder nobody knows: the page would go out broken.
 */
export function loadDemoSite(site: string, values: Record<string, string>): Map<string, DemoFile> {
  const common = readFolder('common');
  const sources = new Map([...common, ...readFolder(site)]);
  const files = new Map<string, DemoFile>();
  for (const [path, source] of sources) {
    if (path.startsWith('_')) continue;
    const type = extname(path);
    const filled = type === '.html' || type === '.js';
    files.set(path, { type, body: filled ? fill(source, path) : source });
  }
  return files;

  function fill(source: string, path: string): string {
    return source.replace(/\{\{(> *)?([\w.]+)\}\}/g, (_, part: string | undefined, name: string) => {
      const found = part ? sources.get(name) : values[name];
      if (found === undefined)
        throw new Error(`unable to serve demo page ${path}; it names an unknown ${name}`);
      return part ? fill(found, name) : found;
    });
  }
}

function readFolder(name: string): Map<string, string> {
  const folder = new URL(`${name}/`, demoFolder);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const file = `${entry.parentPath}/${entry.name}`;
      return [file.slice(folder.pathname.length).replace(/^\/+/, ''), readFileSync(file, 'utf8')];
    }),
  );
}
