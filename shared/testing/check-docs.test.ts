import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDocProblems } from './check-docs.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hilo-docs-'));
  write('docs/other.md', '# Other\n\n## A heading, with `code` & more\n\n<a id="by-hand"></a>\n');
  write('shared/src/here.ts', '');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function problemsOf(text: string): string[] {
  write('docs/page.md', text);
  return findDocProblems(pathToFileURL(`${folder}/`));
}

describe('findDocProblems', () => {
  it('finds nothing where everything exists', () => {
    const text = [
      '# Page',
      '[up](../shared/src/here.ts) [other](other.md) [part](other.md#a-heading-with-code--more) [hand](other.md#by-hand)',
      '[self](#page) [web](https://example.com/nothing) `shared/src/here.ts` `shared/src` `other.md` `npm test` `a/b.ts`',
      'any of `shared/src/*.ts`, or `shared/src/{here,there}.ts`',
    ].join('\n');
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['[gone](gone.md)', 'docs/page.md:3 links to gone.md, which does not exist'],
    ['![picture](pictures/gone.png)', 'docs/page.md:3 links to pictures/gone.png, which does not exist'],
    ['[part](other.md#gone)', 'docs/page.md:3 links to other.md#gone, which has no such heading'],
    ['[self](#gone)', 'docs/page.md:3 links to #gone, which has no such heading'],
    ['`shared/src/gone.ts`', 'docs/page.md:3 names shared/src/gone.ts, which does not exist'],
    ['`backend/src/gone`', 'docs/page.md:3 names backend/src/gone, which does not exist'],
  ])('finds %s', (text, problem) => {
    expect(problemsOf(`# Page\n\n${text}\n`)).toEqual([problem]);
  });

  it('reads README.md too, and nothing inside fences', () => {
    write('README.md', '```\n[a](gone.md) `shared/gone.ts`\n```\n[b](docs/gone.md)\n');
    expect(problemsOf('')).toEqual(['README.md:4 links to docs/gone.md, which does not exist']);
  });
});
