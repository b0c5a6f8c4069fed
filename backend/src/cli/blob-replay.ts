import { oneLine } from '@hilo/shared/reconstruct/plain-text.ts';
import { planReplay } from '@hilo/shared/reconstruct/replay/plan.ts';
import type { Command } from 'commander';
import { readBlobFile } from './blob/read-blob-file.ts';
import { CliError } from './cli-error.ts';
import { launchBrowser } from './replay/find-browser.ts';
import { type ReplayReport, replayBlob } from './replay/replay-blob.ts';
import { buildOf, readWidgetFiles } from './replay/widget-files.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  widget?: string;
}

const exitCodes = { different: 1, not_comparable: 3 } as const;

/** `hilo blob replay`: the same build of the widget, driven again through what was recorded. */
export function addReplay(blob: Command, terminal: Terminal): void {
  blob
    .command('replay')
    .description('drive the widget again through it in a browser, and say whether the same happens')
    .argument('<file>', 'a debug blob, as it was copied or downloaded; - reads what is piped in')
    .option('--widget <folder>', 'the built widget to drive; the one of npm run build where it is not named')
    .addHelpText(
      'after',
      '\nEnds with 0 where it is identical, 1 where it differs, 2 where the blob cannot be read or nothing can be replayed here (no browser, no built widget), 3 where it cannot be compared: another build recorded it, its beginning was cut, or the browser lacks its time zone or language.',
    )
    .action(async (path: string, { widget }: Options, command: Command) => {
      const read = await readBlobFile(path, terminal);
      const files = await readWidgetFiles(widget);
      const plan = planReplay(read, buildOf(files));
      const report: ReplayReport = plan.ok
        ? await inBrowser(terminal, (browser) => replayBlob(read, browser, files))
        : { outcome: 'not_comparable', sentences: [plan.sentence], loads: [] };
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      terminal.out(json ? JSON.stringify(report) : report.sentences.map(oneLine).join('\n'));
      if (report.outcome === 'identical') return;
      throw new CliError(closingOf(report), exitCodes[report.outcome]);
    });
}

async function inBrowser<Result>(
  { variables }: Terminal,
  work: (browser: Awaited<ReturnType<typeof launchBrowser>>) => Promise<Result>,
): Promise<Result> {
  const browser = await launchBrowser(variables);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

function closingOf({ outcome }: ReplayReport): string {
  return outcome === 'different'
    ? 'The replay differs from the recording.'
    : 'It cannot be replayed here; hilo blob timeline and hilo blob diagram still show what happened.';
}
