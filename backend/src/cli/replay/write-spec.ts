import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillSpec } from '@hilo/shared/reconstruct/replay/fill-spec.ts';
import { joinSpec, specFiles } from '@hilo/shared/reconstruct/replay/join-spec.ts';
import type { Story } from '@hilo/shared/reconstruct/replay/story.ts';
import { rootFolder } from '../../start/front-ends.ts';

const folder = join(rootFolder, 'shared/spec');

/** The text of a browser test that tells this story, standing alone: nothing of this project is needed to run it. */
export async function writeSpec(story: Story): Promise<string> {
  const texts = await Promise.all(specFiles.map((name) => readFile(join(folder, name), 'utf8')));
  return fillSpec(joinSpec(texts), story);
}
