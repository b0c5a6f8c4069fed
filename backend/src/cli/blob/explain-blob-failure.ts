import { oneLine } from '@hilo/shared/reconstruct/plain-text.ts';
import { CliError } from '../cli-error.ts';

/** How a blob command ends that has no answer: 1 is one ("a promise is broken", "it differs"). */
export const noAnswer = 2;

/**
 * Why `hilo blob <command>` has no answer. A blob can come from anybody, and what nobody foresaw in it is still told in
 * one sentence: where in the code it was, helps nobody who reads it.
 */
export function explainBlobFailure(error: unknown, command: string): string {
  // It may name what stands in the blob.
  if (error instanceof CliError) return oneLine(error.message);
  const message = error instanceof Error ? error.message : String(error);
  // What browsers and bundlers add is a log of many lines.
  const [reason = ''] = message.trim().split('\n');
  return oneLine(
    `unable to finish hilo blob ${command}; ${reason || 'no reason was given'}. If it happens again, report it with the blob`,
  );
}
