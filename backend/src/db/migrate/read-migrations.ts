import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationError } from './errors.ts';

export interface Migration {
  id: number;
  name: string;
  /** `0001-name.sql` */
  fileName: string;
  sql: string;
  /** Of the text with line feeds, so that a checkout with CRLF is the same file. Lower-case hex. */
  sha256: string;
}

const namePattern = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/;

/** The migrations of a folder in order, numbered 1, 2, 3 … Throws `MigrationError` `bad_files`. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const fileNames = await readdir(folder).catch((error) => {
    throw new MigrationError('bad_files', `unable to read migrations; there is no folder ${folder}`, error);
  });
  const sqlFiles = fileNames.filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(sqlFiles.map((fileName) => readMigration(folder, fileName)));
  for (const [index, { id, fileName }] of migrations.entries()) {
    if (id === index + 1) continue;
    const problem = id <= index ? `number ${id} is used twice` : `number ${index + 1} is missing`;
    throw new MigrationError('bad_files', `unable to read migrations; ${problem} (at ${fileName})`);
  }
  return migrations;
}

async function readMigration(folder: string, fileName: string): Promise<Migration> {
  const [, number, name] = namePattern.exec(fileName) ?? [];
  if (number === undefined || name === undefined) {
    throw new MigrationError(
      'bad_files',
      `unable to read migrations; ${fileName} is not named NNNN-name.sql`,
    );
  }
  const sql = (await readFile(join(folder, fileName), 'utf8')).replaceAll('\r\n', '\n');
  const sha256 = createHash('sha256').update(sql).digest('hex');
  return { id: Number(number), name, fileName, sql, sha256 };
}
