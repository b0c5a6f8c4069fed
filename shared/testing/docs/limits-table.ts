import { limits } from '../../src/limits.ts';
import { number } from './field-table.ts';
import { fieldComments, readSharedSource } from './source-comments.ts';

/** Name, value with its unit, and what the source says about it. */
export function limitRows(): string[][] {
  const comments = fieldComments(readSharedSource('limits.ts'));
  return Object.entries(limits).map(([name, value]) => [
    `\`${name}\``,
    valueText(name, value),
    comments.get(name) ?? '',
  ]);
}

function valueText(name: string, value: number): string {
  if (/Ms(Max|Min)?$/.test(name)) return durationText(value);
  if (/Bytes(Max|Min)?$/.test(name)) return bytesText(value);
  return number(value);
}

const durations: [unit: string, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

function durationText(ms: number): string {
  const [unit, size] = durations.find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  const count = ms / size;
  return unit === 'ms' ? `${number(count)} ms` : `${number(count)} ${unit}${count === 1 ? '' : 's'}`;
}

function bytesText(bytes: number): string {
  if (bytes % (1024 * 1024) === 0) return `${number(bytes / (1024 * 1024))} MiB`;
  return bytes % 1024 === 0 ? `${number(bytes / 1024)} KiB` : `${number(bytes)} bytes`;
}
