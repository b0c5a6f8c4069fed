import type { VerdictStatus } from '@hilo/shared/invariants/rule.ts';
import { diffEvents } from '@hilo/shared/reconstruct/diff.ts';
import { formatHar } from '@hilo/shared/reconstruct/har.ts';
import { judgeBlob, worstOf } from '@hilo/shared/reconstruct/judge-blob.ts';
import { formatMarkdown } from '@hilo/shared/reconstruct/markdown.ts';
import { describeClock, mergeTracks } from '@hilo/shared/reconstruct/merge.ts';
import { formatMermaid } from '@hilo/shared/reconstruct/mermaid.ts';
import { formatOtlp } from '@hilo/shared/reconstruct/otlp.ts';
import { sequenceOf } from '@hilo/shared/reconstruct/sequence.ts';
import { drawSequence } from '@hilo/shared/reconstruct/sequence-svg.ts';
import { formatTimeline, type TimelineRow, timelineOfMerged } from '@hilo/shared/reconstruct/timeline.ts';
import { tracksOf } from '@hilo/shared/reconstruct/tracks.ts';
import { eventsOf } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { type Command, Option } from 'commander';
import { formatCheck } from './blob/format-check.ts';
import { formatDiff } from './blob/format-diff.ts';
import { readBlobFile } from './blob/read-blob-file.ts';
import { writeOutput } from './blob/write-output.ts';
import { addReplay } from './blob-replay.ts';
import { addTest } from './blob-test.ts';
import { CliError } from './cli-error.ts';
import { type Paint, paintFor } from './paint.ts';
import type { Terminal } from './terminal.ts';

interface Output {
  out?: string;
}

const file = 'a debug blob, as it was copied or downloaded; - reads what is piped in';

/** Everything that a debug blob tells, from the blob alone: no database, no server; a browser only to replay it. */
export function addBlobCommands(program: Command, terminal: Terminal): void {
  const blob = program
    .command('blob')
    .description('what a debug blob tells')
    .addHelpText(
      'after',
      '\nEach ends with 0 where it is done, and with 2 where that cannot be: the blob cannot be read, something is missing\nhere. What 1 and 3 say, --help of check, diff and replay tells.',
    );
  addCheck(blob, terminal);
  addTimeline(blob, terminal);
  addDiagram(blob, terminal);
  addMerge(blob, terminal);
  addDiff(blob, terminal);
  addText(blob, terminal, 'har', 'its network, as HAR 1.2 with WebSocket messages', (read) =>
    JSON.stringify(formatHar(read), null, 2),
  );
  addText(blob, terminal, 'otlp', 'its operations as OpenTelemetry spans (OTLP/JSON)', (read) =>
    JSON.stringify(formatOtlp(read), null, 2),
  );
  addText(blob, terminal, 'markdown', 'a summary to paste into a chat or an issue', formatMarkdown);
  addReplay(blob, terminal);
  addTest(blob, terminal);
}

/** A subcommand that turns one blob into one text. */
function addText(
  blob: Command,
  terminal: Terminal,
  name: string,
  description: string,
  format: (read: Blob) => string,
): void {
  blob
    .command(name)
    .description(description)
    .argument('<file>', file)
    .option('-o, --out <file>', 'write it there')
    .action(async (path: string, { out }: Output) => {
      await writeOutput(terminal, format(await readBlobFile(path, terminal)), out);
    });
}

const endsWith: Partial<Record<VerdictStatus, [sentence: string, code: 1 | 3]>> = {
  violated: ['A promise is broken.', 1],
  inconclusive: ['Nothing broken was found, but the trace has a gap: that it all held cannot be said.', 3],
};

function addCheck(blob: Command, terminal: Terminal): void {
  blob
    .command('check')
    .description('hold it to every promise, and name those that are broken with their evidence')
    .argument('<file>', file)
    .addHelpText(
      'after',
      '\nEnds with 0 where nothing is broken, 1 where a promise is, 2 where it cannot be read or done, 3 where a gap leaves it open.',
    )
    .action(async (path: string, _options: object, command: Command) => {
      const read = await readBlobFile(path, terminal);
      const judged = judgeBlob(read);
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      terminal.out(json ? JSON.stringify(judged) : formatCheck(read, judged, paintFor(terminal)));
      const end = endsWith[worstOf(judged.verdicts)];
      if (end) throw new CliError(...end);
    });
}

interface TimelineOptions extends Output {
  all?: boolean;
}

function addTimeline(blob: Command, terminal: Terminal): void {
  blob
    .command('timeline')
    .description('what happened, line by line')
    .argument('<file>', file)
    .option('--all', 'also timers, storage, badges and the like')
    .option('-o, --out <file>', 'write it there')
    .action(async (path: string, options: TimelineOptions, command: Command) => {
      await showStory([await readBlobFile(path, terminal)], options, command, terminal);
    });
}

function addMerge(blob: Command, terminal: Terminal): void {
  blob
    .command('merge')
    .description('what happened in several tabs, and in the server, on one clock')
    .argument('<files...>', 'debug blobs, one of each tab')
    .option('--all', 'also timers, storage, badges and the like')
    .option('-o, --out <file>', 'write it there')
    .action(async (paths: string[], options: TimelineOptions, command: Command) => {
      const blobs: Blob[] = [];
      for (const path of paths) blobs.push(await readBlobFile(path, terminal));
      await showStory(blobs, options, command, terminal);
    });
}

async function showStory(
  blobs: readonly Blob[],
  { all = false, out }: TimelineOptions,
  command: Command,
  terminal: Terminal,
): Promise<void> {
  const merged = mergeTracks(tracksOf(blobs));
  const rows = timelineOfMerged(merged);
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  if (json) return writeOutput(terminal, JSON.stringify({ clocks: merged.clocks, rows }), out);
  // A file is read by whatever opens it: no colours there.
  const paint = out === undefined ? painter(paintFor(terminal)) : undefined;
  const clocks = blobs.length > 1 ? `${merged.clocks.map(describeClock).join('\n')}\n\n` : '';
  await writeOutput(terminal, clocks + formatTimeline(rows, { detailed: all, paint }), out);
}

function painter(paint: Paint): (text: string, row: TimelineRow) => string {
  const lanes: Record<TimelineRow['lane'], (text: string) => string> = {
    person: paint.bold,
    widget: paint.cyan,
    http: paint.blue,
    ws: paint.magenta,
    storage: paint.dim,
    server: paint.green,
    page: paint.dim,
  };
  return (text, { weight, lane }) => (weight === 'bad' ? paint.red(text) : lanes[lane](text));
}

interface DiagramOptions extends Output {
  format: 'mermaid' | 'svg';
}

function addDiagram(blob: Command, terminal: Terminal): void {
  blob
    .command('diagram')
    .description('draw who said what to whom: visitor, widget, tabs and server')
    .argument('<files...>', 'debug blobs, one of each tab')
    .addOption(new Option('--format <format>').choices(['mermaid', 'svg']).default('mermaid'))
    .option('-o, --out <file>', 'write it there')
    .action(async (paths: string[], { format, out }: DiagramOptions) => {
      const blobs: Blob[] = [];
      for (const path of paths) blobs.push(await readBlobFile(path, terminal));
      const sequence = sequenceOf(mergeTracks(tracksOf(blobs)));
      const text =
        format === 'svg'
          ? drawSequence(sequence, `Load ${blobs[0]?.traceId ?? ''}`)
          : formatMermaid(sequence);
      await writeOutput(terminal, text, out);
    });
}

function addDiff(blob: Command, terminal: Terminal): void {
  blob
    .command('diff')
    .description('the first point at which two stories part')
    .argument('<file>', file)
    .argument('<other>', 'the one to compare it with')
    .addHelpText(
      'after',
      '\nEnds with 0 where both tell the same story, 1 where they part, 2 where one cannot be read or it cannot be done.',
    )
    .action(async (path: string, otherPath: string, _options: object, command: Command) => {
      const left = await readBlobFile(path, terminal);
      const right = await readBlobFile(otherPath, terminal);
      const diff = diffEvents(left.loads.flatMap(eventsOf), right.loads.flatMap(eventsOf));
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      terminal.out(json ? JSON.stringify(diff) : formatDiff(diff, paintFor(terminal)));
      if (!diff.same) throw new CliError('The two part.', 1);
    });
}
