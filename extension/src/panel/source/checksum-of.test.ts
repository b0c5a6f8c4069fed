import { readFileSync } from 'node:fs';
import { readBlob, readBlobWithChecksum } from '@hilo/shared/trace/blob-read.ts';
import { describe, expect, it } from 'vitest';
import { checksumOfBytes } from './checksum-of.ts';

const fixture = new URL('../../../../shared/testing/fixtures/clean/chat.json', import.meta.url);

function read(text: string) {
  const checksum = checksumOfBytes(new TextEncoder().encode(text)).catch(() => null);
  return readBlobWithChecksum(text, checksum, async () => undefined);
}

describe('[R1.4] a checksum from bytes', () => {
  it('reads a blob as the shared reader does, and refuses an edited one', async () => {
    const text = readFileSync(fixture, 'utf8');
    const edited = text.replace('"textIncluded":false', '"textIncluded":true');
    expect(edited).not.toBe(text);
    for (const one of [text, edited, `\`\`\`json\n${text}\n\`\`\``, '{', '', '[1]', '{"format":1}'])
      expect(await read(one)).toEqual(readBlob(one));
  });

  it('refuses every text of which a byte was changed, as the shared reader does', async () => {
    const text = readFileSync(fixture, 'utf8');
    let refused = 0;
    for (let at = 7; at < text.length; at += 997) {
      const changed = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
      const reading = await read(changed);
      expect(reading).toEqual(readBlob(changed));
      if (!reading.ok) refused++;
    }
    expect(refused).toBeGreaterThan(10);
  });
});
