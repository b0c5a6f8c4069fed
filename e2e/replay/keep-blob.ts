import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import { rootFolder } from '../../backend/src/start/front-ends.ts';
import type { Replayed } from './many-sessions.ts';

/** Keeps the blob of a session that did not replay: chance made it, and may not make it again. Returns its path. */
export function keepBlob({ seed, blob }: Replayed): string {
  if (!blob) return 'no blob';
  const folder = join(rootFolder, 'test-results/replay');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `session-${seed}-${blob.checksum.slice(-8)}.json`);
  writeFileSync(file, [...writeBlob(blob)].join(''));
  return file;
}
