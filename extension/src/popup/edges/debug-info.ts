import { readBlob } from '@hilo/shared/trace/blob-read.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import type { Answer } from '../../channel/messages.ts';
import { sayBytes } from '../model/words.ts';

/** How a copy ended, in a sentence for the person who asked for it. */
export interface Copied {
  how: 'copied' | 'saved' | 'failed';
  sentence: string;
}

/** A browser may read the text only once it has found a place for the file. */
const saveMsMax = 10_000;

/**
 * Puts debug info on the clipboard, or saves it as a file where there is none. To be called straight from a click: the
 * clipboard is opened at once and filled when the page has answered. Never rejects.
 */
export async function copyDebugInfo(ask: () => Promise<Answer>, fileName: string): Promise<Copied> {
  const text = ask().then(textOf);
  try {
    await writeToClipboard(text);
    return {
      how: 'copied',
      sentence: `Copied, ${sayBytes(sizeOf(await text))}. Paste it into your ticket or message.`,
    };
  } catch {
    return text.then(
      (whole) => {
        save(whole, fileName);
        return {
          how: 'saved',
          sentence: `The clipboard cannot be used here, so it was saved as ${fileName} (${sayBytes(sizeOf(whole))}).`,
        };
      },
      (error: Error) => ({ how: 'failed', sentence: error.message }),
    );
  }
}

/** The page made it, so it is read as strictly as a file from anywhere. Throws a sentence. */
function textOf(answer: Answer): string {
  if (!answer.ok) throw new Error(answer.sentence);
  const reading = readBlob(answer.value);
  if (!reading.ok) {
    throw new Error(
      'The page answered with something that is not debug info. Reload the page and try again.',
    );
  }
  return [...writeBlob(reading.blob)].join('');
}

/** The item takes the promise, so that the click still counts when the text comes. */
async function writeToClipboard(text: Promise<string>): Promise<void> {
  const type = 'text/plain';
  const content = text.then((whole) => new Blob([whole], { type }));
  await navigator.clipboard.write([new ClipboardItem({ [type]: content })]);
}

function save(text: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), saveMsMax);
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
