import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

/** Writes an answer to a file where one is named, and says so; to the terminal otherwise. Throws `CliError`. */
export async function writeOutput(terminal: Terminal, text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    terminal.out(text.replace(/\n$/, ''));
    return;
  }
  try {
    await pipeline(Readable.from(slices(text)), createWriteStream(file));
  } catch (error) {
    throw new CliError(`unable to write ${file}; ${error instanceof Error ? error.message : String(error)}`);
  }
  terminal.err(`Wrote ${file}.`);
}

const sliceChars = 1 << 20;

function* slices(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += sliceChars) yield text.slice(at, at + sliceChars);
}
