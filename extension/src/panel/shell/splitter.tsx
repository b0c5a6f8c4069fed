import type { KeyboardEvent, PointerEvent } from 'react';

interface Props {
  label: string;
  width: number;
  min: number;
  max: number;
  /** The column that it sizes is to its left (1) or to its right (-1). */
  side: 1 | -1;
  onResize: (width: number) => void;
}

const stepPx = 24;

/** Between two columns: dragged, or moved with the arrow keys. */
export function Splitter({ label, width, min, max, side, onResize }: Props) {
  const resize = (to: number) => onResize(Math.round(Math.min(max, Math.max(min, to))));
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const from = event.clientX;
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    target.onpointermove = (move) => resize(width + side * (move.clientX - from));
    target.onpointerup = () => {
      target.onpointermove = null;
    };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -stepPx : event.key === 'ArrowRight' ? stepPx : 0;
    if (by === 0) return;
    event.preventDefault();
    resize(width + side * by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is more than a line
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
