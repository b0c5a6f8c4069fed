import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillSpec } from '@hilo/shared/reconstruct/replay/fill-spec.ts';
import type { Story } from '@hilo/shared/reconstruct/replay/story.ts';
import { rootFolder } from '../../start/front-ends.ts';

const runtimeFile = join(rootFolder, 'shared/spec/spec-runtime.ts');

/** The text of a browser test that tells this story, standing alone: nothing of this project is needed to run it. */
export async function writeSpec(story: Story): Promise<string> {
  return fillSpec(await readFile(runtimeFile, 'utf8'), story);
}
