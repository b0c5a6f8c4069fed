import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** Tells what was done: as a sentence, or with `--json` as data. */
export function answer(command: Command, terminal: Terminal, sentence: string, data: object): void {
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  terminal.out(json ? JSON.stringify(data) : sentence);
}
