import { judgedPromises } from '@hilo/shared/reconstruct/judge-blob.ts';
import { storyOf } from '@hilo/shared/reconstruct/replay/story.ts';
import type { Command } from 'commander';
import { readBlobFile } from './blob/read-blob-file.ts';
import { writeOutput } from './blob/write-output.ts';
import { CliError } from './cli-error.ts';
import { writeSpec } from './replay/write-spec.ts';
import type { Terminal } from './terminal.ts';

/** `hilo blob test`: a browser test that stands alone, for whoever mends what the blob shows. */
export function addTest(blob: Command, terminal: Terminal): void {
  blob
    .command('test')
    .description('write a Playwright test that goes through it again, with the network of the recording')
    .argument('<file>', 'a debug blob, as it was copied or downloaded; - reads what is piped in')
    .option('-o, --out <file>', 'write it there, for example complaint.spec.ts')
    .action(async (path: string, { out }: { out?: string }) => {
      const read = await readBlobFile(path, terminal);
      const story = storyOf(read, judgedPromises(read));
      if (!story.ok) throw new CliError(story.sentence, 3);
      await writeOutput(terminal, await writeSpec(story.story), out);
    });
}
