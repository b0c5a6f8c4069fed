import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface BuiltFile {
  /** Path inside its folder. */
  name: string;
  bytes: number;
  /** As browsers download it; the file's own size where compressing gains nothing. */
  brotliBytes: number;
}

const isText = /\.(js|css|html|svg|json|map|txt|webmanifest)$/;
const compressFromBytes = 512;

/** Writes `.br` and `.gz` beside each file that gains by it, with the most effort: it happens once, at build. */
export async function precompress(folder: string): Promise<BuiltFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(files.filter((file) => /\.(br|gz)$/.test(file)).map((file) => rm(file)));
  const built = files
    .filter((file) => !/\.(br|gz)$/.test(file))
    .map(async (file): Promise<BuiltFile> => {
      const body = await readFile(file);
      const brotliBytes =
        isText.test(file) && body.length >= compressFromBytes ? await compress(file, body) : body.length;
      return { name: relative(folder, file), bytes: body.length, brotliBytes };
    });
  return (await Promise.all(built)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function compress(file: string, body: Buffer): Promise<number> {
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
    promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  return br.length;
}
