import { createReadStream } from 'node:fs';
import { limits } from '@hilo/shared/limits.ts';
import { blobErrors } from '@hilo/shared/trace/blob-errors.ts';
import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

/** What ends a command that was given something it cannot read. */
const unreadable = 2;

/**
 * The blob in a file, or with `-` in what is piped in. Throws `CliError` with the reader's sentence where it is none,
 * or not to be trusted.
 */
export async function readBlobFile(path: string, terminal: Terminal): Promise<Blob> {
  const text = await readText(path, terminal);
  const reading = readBlob(text);
  if (!reading.ok) throw new CliError(`${reading.sentence} [${reading.code}]`, unreadable);
  return reading.blob;
}

async function readText(path: string, { input }: Terminal): Promise<string> {
  const source = path === '-' ? input : createReadStream(path);
  if (!source) throw new CliError('unable to read the blob; nothing is piped in', unreadable);
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      const part = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      length += part.length;
      // As the reader would, but before all of it is in memory.
      if (length > limits.blobCharsMax) throw new CliError(blobErrors.too_large, unreadable);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`unable to read ${path}; ${reasonOf(error)}`, unreadable);
  }
  return parts.join('') + decoder.decode();
}

function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'it may not be read';
  return error instanceof Error ? error.message : String(error);
}
