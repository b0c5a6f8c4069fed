import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { laneNames, laneWords } from '../../model/describe.ts';
import { overviewOf } from '../../model/overview.ts';
import type { Load } from '../../model/session.ts';
import { drawOverview, laneHeightPx } from './draw-overview.ts';
import type { Marks } from './marks.ts';
import { useWidth } from './use-width.ts';

interface Props {
  load: Load;
  marks: Marks;
  range: readonly [number, number] | null;
  moment: number | null;
  onRange: (range: readonly [number, number] | null) => void;
  onMoment: (moment: number) => void;
}

const none: readonly TraceEvent[] = [];
/** Shorter than this it was a click. */
const dragPxMin = 4;

/** A picture of the whole load, a lane for each who acts. Drag over it to see only that time; click to go there. */
export function Overview({ load, marks, range, moment, onRange, onMoment }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const columns = Math.max(1, Math.floor(width / 2));
  const { lastT, serverClock } = load;
  // Before there is a width there is nothing to draw.
  const events = width > 0 ? load.events : none;
  const { length } = events;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list grows in place; a verdict changes nothing in it
  const overview = useMemo(() => overviewOf(events, columns), [events, length, lastT, serverClock, columns]);
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const { fromT, toT } = overview;
  const shown = drag ?? range;
  const height = laneNames.length * laneHeightPx;

  useEffect(() => {
    if (canvas.current && width > 0)
      drawOverview(canvas.current, { overview, width, range: shown, moment, brokenTimes: marks.brokenTimes });
  }, [overview, width, shown, moment, marks]);

  const timeAt = (clientX: number) => {
    const { left, width: whole } = (box.current as HTMLElement).getBoundingClientRect();
    return fromT + Math.min(1, Math.max(0, (clientX - left) / whole)) * (toT - fromT);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const target = event.currentTarget;
    const from = event.clientX;
    target.setPointerCapture(event.pointerId);
    target.onpointermove = (move) => {
      if (Math.abs(move.clientX - from) >= dragPxMin) setDrag(inOrder(timeAt(from), timeAt(move.clientX)));
    };
    target.onpointerup = (up) => {
      target.onpointermove = null;
      target.onpointerup = null;
      setDrag(null);
      if (Math.abs(up.clientX - from) < dragPxMin) onMoment(timeAt(from));
      else onRange(inOrder(timeAt(from), timeAt(up.clientX)));
    };
  };
  return (
    <div className="overview">
      <div className="overview-lanes" aria-hidden="true">
        {laneNames.map((lane) => (
          <span key={lane} style={{ height: laneHeightPx }}>
            {laneWords[lane]}
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer only; the handles are for the keyboard */}
      <div
        ref={box}
        className="overview-box"
        onPointerDown={onPointerDown}
        onDoubleClick={() => onRange(null)}
        title="Drag to see only that time; click to go there; double-click for all"
      >
        <canvas
          ref={canvas}
          style={{ width, height }}
          role="img"
          aria-label={`${load.events.length} events from ${clock(fromT)} to ${clock(toT)}`}
        />
        <RangeHandle name="From" edge={0} {...{ range: shown, fromT, toT, onRange }} />
        <RangeHandle name="To" edge={1} {...{ range: shown, fromT, toT, onRange }} />
      </div>
    </div>
  );
}

function inOrder(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}

interface HandleProps {
  name: string;
  edge: 0 | 1;
  range: readonly [number, number] | null;
  fromT: number;
  toT: number;
  onRange: (range: readonly [number, number] | null) => void;
}

/** One end of the span of time: for the keyboard, and to be seen. */
function RangeHandle({ name, edge, range, fromT, toT, onRange }: HandleProps) {
  const [from, to] = range ?? [fromT, toT];
  const value = edge === 0 ? from : to;
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };
    const step = steps[event.key];
    if (event.key === 'Escape') onRange(null);
    else if (step === undefined) return;
    else {
      const moved = Math.min(toT, Math.max(fromT, value + (step * (toT - fromT)) / 100));
      onRange(edge === 0 ? inOrder(moved, to) : inOrder(from, moved));
    }
    event.preventDefault();
  };
  return (
    <div
      className="range-handle"
      role="slider"
      tabIndex={0}
      aria-label={`${name}: the time that is listed`}
      aria-valuemin={Math.round(fromT)}
      aria-valuemax={Math.round(toT)}
      aria-valuenow={Math.round(value)}
      aria-valuetext={clock(value)}
      data-idle={range === null || undefined}
      style={{ left: `${((value - fromT) / (toT - fromT)) * 100}%` }}
      onKeyDown={onKeyDown}
    />
  );
}
