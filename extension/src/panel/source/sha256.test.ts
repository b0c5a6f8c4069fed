import { readFileSync } from 'node:fs';
import { readBlob, readBlobWithDigest } from '@hilo/shared/trace/blob-read.ts';
import { checksumOf } from '@hilo/shared/trace/checksum.ts';
import { canonicalJson } from '@hilo/shared/trace/checksum-canonical.ts';
import { describe, expect, it } from 'vitest';
import { sha256 } from './sha256.ts';

const fixture = new URL('../../../../shared/testing/fixtures/clean/chat.json', import.meta.url);

describe('a digest of the platform', () => {
  it('is that of the shared code, over chunks and beyond ASCII', async () => {
    const value = { text: 'ñandú 👍 '.repeat(20_000), list: Array.from({ length: 5_000 }, (_, i) => i) };
    expect(`sha256:${await sha256(canonicalJson(value))}`).toBe(checksumOf(value));
  });

  it('reads a blob as the shared reader does, and refuses an edited one', async () => {
    const text = readFileSync(fixture, 'utf8');
    expect(await readBlobWithDigest(text, sha256)).toEqual(readBlob(text));
    const edited = text.replace('"textIncluded":false', '"textIncluded":true');
    expect(edited).not.toBe(text);
    expect(await readBlobWithDigest(edited, sha256)).toEqual(readBlob(edited));
    expect(await readBlobWithDigest('{', sha256)).toEqual(readBlob('{'));
  });
});
