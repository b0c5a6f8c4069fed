import { loadavg } from 'node:os';

/** The middle of what was measured; of an even number the upper one of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `share` from 0 to 1. NaN where nothing was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** Who else uses this machine: the number of processes that wanted to run, averaged over the last minute. */
export function loadNow(): string {
  return `load ${(loadavg()[0] ?? Number.NaN).toFixed(1)}`;
}

/** Prints a benchmark's result. */
export function say(...lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}
