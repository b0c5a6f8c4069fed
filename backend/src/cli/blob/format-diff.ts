import type { Diff, DiffSide } from '@hilo/shared/reconstruct/diff.ts';
import { oneLine, shorten } from '@hilo/shared/reconstruct/plain-text.ts';
import type { Paint } from '../paint.ts';

const valueCharsMax = 200;

/** Where two stories part, for a person. */
export function formatDiff(diff: Diff, paint: Paint): string {
  if (diff.same)
    return `The same story: ${diff.compared} events, ids and texts by their order of appearance.`;
  return [
    `The same for ${diff.compared} events; the last of them:`,
    ...diff.before.map((text) => paint.dim(`    ${oneLine(text)}`)),
    diff.path ? `Then they part at ${oneLine(diff.path)}:` : 'Then they part:',
    `  ${paint.red('−')} ${sideOf(diff.left)}`,
    `  ${paint.green('+')} ${sideOf(diff.right)}`,
  ].join('\n');
}

function sideOf({ eventId, text, value }: DiffSide): string {
  if (eventId === null) return 'it has ended';
  const place = eventId.slice(eventId.indexOf('/') + 1);
  const shown =
    value === undefined ? '' : `  ${shorten(oneLine(JSON.stringify(value) ?? ''), valueCharsMax)}`;
  return `${oneLine(place)}  ${oneLine(text)}${shown}`;
}
