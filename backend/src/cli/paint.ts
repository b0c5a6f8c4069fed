import picocolors from 'picocolors';
import type { Terminal } from './terminal.ts';

export type Paint = ReturnType<typeof picocolors.createColors>;

/** Colours where a person reads; none in a pipe, a file, or where NO_COLOR asks for none. */
export function paintFor({ hasColours }: Terminal): Paint {
  return picocolors.createColors(hasColours === true);
}
