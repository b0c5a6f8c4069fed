import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileCache } from './file-cache.ts';
import { isHashed } from './serve-file.ts';

let folder = '';

beforeEach(async () => {
  const home = await mkdtemp(join(tmpdir(), 'hilo-static-'));
  folder = join(home, 'site');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(home, 'secret.txt'), 'secret');
  await writeFile(join(folder, '.env'), 'secret');
  await writeFile(join(folder, 'assets/app.js'), 'one');
});

afterEach(() => rm(join(folder, '..'), { recursive: true }));

describe('createFileCache', () => {
  it('finds files, and nothing outside of its folder', async () => {
    const cache = createFileCache(folder);
    expect((await cache.find('assets/app.js'))?.body.toString()).toBe('one');
    for (const path of [
      '../secret.txt',
      'assets/../../secret.txt',
      '..%2fsecret.txt',
      '.env',
      'assets',
      '',
      '/etc/passwd',
    ]) {
      expect(await cache.find(path), path).toBeUndefined();
    }
  });

  it('sees a new build without a restart', async () => {
    const cache = createFileCache(folder);
    const before = await cache.find('assets/app.js');
    await writeFile(join(folder, 'assets/app.js'), 'two');
    await utimes(join(folder, 'assets/app.js'), 2_000_000_000, 2_000_000_000);
    const after = await cache.find('assets/app.js');
    expect(after?.body.toString()).toBe('two');
    expect(after?.etag).not.toBe(before?.etag);
  });

  it('takes what was precompressed from this file, not from an older one', async () => {
    await writeFile(join(folder, 'assets/app.js.br'), 'squeezed');
    await utimes(join(folder, 'assets/app.js.br'), 2_000_000_000, 2_000_000_000);
    await writeFile(join(folder, 'assets/app.js.gz'), 'stale');
    await utimes(join(folder, 'assets/app.js.gz'), 1_000_000_000, 1_000_000_000);
    const file = await createFileCache(folder).find('assets/app.js');
    expect(file?.br?.toString()).toBe('squeezed');
    expect(file?.gzip).toBeUndefined();
  });
});

describe('isHashed', () => {
  it.each([
    ['hilo-widget-BxY2_k1q.js', true],
    ['assets/index-4f3a9c21.css', true],
    ['hilo.js', false],
    ['index.html', false],
    ['hilo-widget.js', false],
  ])('%s: %o', (path, hashed) => {
    expect(isHashed(path)).toBe(hashed);
  });
});
