import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { summarise } from './counts.ts';
import type { StepResult } from './run-step.ts';
import type { Step } from './steps.ts';

export interface Terminal {
  begin(step: Step): void;
  end(step: Step, result: StepResult): void;
  finish(summary: string): void;
}

const nameWidth = 46;

/** One calm line per step; the whole output of the one that failed, and how to put it right. */
export function createTerminal(stream: WriteStream): Terminal {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    stream.isTTY ? styleText(format, text) : text;
  const print = (text: string) => stream.write(`${text}\n`);
  return {
    begin: (step) => {
      // Only where the line can be taken back.
      if (stream.isTTY) stream.write(paint('dim', `· ${step.name} …`));
    },
    end: (step, result) => {
      if (stream.isTTY) stream.write('\r\u001b[2K');
      const mark = result.ok ? paint('green', '✓') : paint('red', '✗');
      const counts = step.count ? summarise(result.counts) : '';
      const duration = formatDuration(result.durationMs);
      print(
        `${mark} ${step.name.padEnd(nameWidth)} ${paint('dim', `${duration.padStart(8)}  ${counts}`.trimEnd())}`,
      );
      if (result.ok) return;
      print(`\n${result.output.trim()}\n`);
      if (result.reason) print(`${result.reason}\n`);
      if (step.fix) print(`${paint('bold', 'To put it right:')} ${step.fix}\n`);
      else print(`${paint('bold', 'To see it again:')} ${typedForm(result.command)}\n`);
    },
    finish: print,
  };
}

/** As a person types it: programs of node_modules/.bin are not on their path. */
function typedForm(command: readonly string[]): string {
  const [program = ''] = command;
  return ['node', 'npm', 'npx'].includes(program) ? command.join(' ') : ['npx', ...command].join(' ');
}

function formatDuration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} m ${Math.round((ms % 60_000) / 1000)} s`;
}
