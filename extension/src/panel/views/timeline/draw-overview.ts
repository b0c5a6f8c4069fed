import { laneNames } from '../../model/describe.ts';
import type { Overview } from '../../model/overview.ts';

export const laneHeightPx = 9;

interface Picture {
  overview: Overview;
  /** CSS pixels. */
  width: number;
  range: readonly [number, number] | null;
  moment: number | null;
  brokenTimes: readonly number[];
}

/** Draws the lanes: the more events in a column, the fuller its colour. */
export function drawOverview(canvas: HTMLCanvasElement, picture: Picture): void {
  const { overview, width, range, moment, brokenTimes } = picture;
  const height = laneNames.length * laneHeightPx;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const colour = (name: string) => getComputedStyle(canvas).getPropertyValue(name).trim();
  const { columns, fromT, toT, counts, most } = overview;
  const columnPx = width / columns;
  const x = (t: number) => ((t - fromT) / (toT - fromT)) * width;

  laneNames.forEach((lane, n) => {
    const top = n * laneHeightPx;
    context.fillStyle = colour('--h-line');
    context.globalAlpha = 0.6;
    context.fillRect(0, top + laneHeightPx - 1, width, 1);
    context.fillStyle = colour(`--lane-${lane}`);
    counts.get(lane)?.forEach((count, column) => {
      if (count === 0) return;
      context.globalAlpha = 0.45 + 0.55 * (Math.log1p(count) / Math.log1p(most));
      context.fillRect(column * columnPx, top + 1, Math.max(columnPx, 1.5), laneHeightPx - 3);
    });
  });

  context.globalAlpha = 1;
  context.fillStyle = colour('--h-danger');
  for (const t of brokenTimes) context.fillRect(x(t) - 1, 0, 2, height);
  if (range) {
    context.fillStyle = colour('--h-bg');
    context.globalAlpha = 0.72;
    context.fillRect(0, 0, x(range[0]), height);
    context.fillRect(x(range[1]), 0, width - x(range[1]), height);
    context.globalAlpha = 1;
  }
  if (moment !== null) {
    context.fillStyle = colour('--h-link');
    context.fillRect(Math.min(width - 1.5, x(moment)), 0, 1.5, height);
  }
}
