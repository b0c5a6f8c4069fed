import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { findProblems, type KnownIds } from './ids.ts';
import { listFiles } from './list-files.ts';
import { findUnprovenRules, fixturesFolder } from './rule-fixtures.ts';

/**
 * Checks the titles of all tests against docs/ids.json, and that every rule was broken once; prints what is wrong and
 * ends with 1 where something is.
 */
function checkIds(root: string): void {
  const known = JSON.parse(readFileSync(join(root, 'docs/ids.json'), 'utf8')) as KnownIds;
  const files = listFiles(root, /\.(test|spec)\.tsx?$/);
  const problems = findProblems(
    known,
    files.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
  const folder = join(root, fixturesFolder);
  problems.push(
    ...findUnprovenRules(
      catalogue.map(({ id }) => id),
      existsSync(folder) ? readdirSync(folder) : undefined,
    ),
  );
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  checkIds(join(import.meta.dirname, '../..'));
