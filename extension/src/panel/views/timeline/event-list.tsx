import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { useEffect, useRef } from 'react';
import { idOf } from '../../model/find-event.ts';
import { countUntil, indexOfEvent } from '../../model/ordered.ts';
import { EventRow, rowHeightPx } from './event-row.tsx';
import type { Marks } from './marks.ts';
import { useFollowEnd, useWindow } from './use-window.ts';

interface Props {
  rows: readonly TraceEvent[];
  /** Of `rows`, which grows in place. */
  count: number;
  isDone: boolean;
  total: number;
  marks: Marks;
  moment: number | null;
  selected: TraceEvent | undefined;
  onSelect: (event: TraceEvent) => void;
}

/** The events as a list, of which only what is on screen is drawn. */
export function EventList({ rows, count, isDone, total, marks, moment, selected, onSelect }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last } = useWindow(scroller, rowHeightPx, count);
  const selectedAt = selected ? indexOfEvent(rows, selected) : -1;
  useFollowEnd(scroller, count, selected === undefined && moment === null);
  useEffect(() => {
    if (selectedAt >= 0) bringIntoView(scroller.current, selectedAt);
  }, [selectedAt]);

  const past = moment === null ? count : countUntil(rows, moment);
  const shown = rows.slice(first, last);
  return (
    <div
      ref={scroller}
      className="event-list"
      role="listbox"
      aria-label="Events"
      aria-activedescendant={selectedAt >= first && selectedAt < last ? `event-${selectedAt}` : undefined}
      tabIndex={0}
    >
      {count === 0 && isDone && <NothingLeft total={total} />}
      <div role="presentation" style={{ height: count * rowHeightPx }}>
        <div
          role="presentation"
          className="event-window"
          style={{ transform: `translateY(${first * rowHeightPx}px)` }}
        >
          {shown.map((event, i) => {
            const at = first + i;
            return (
              <EventRow
                // Rows are drawn anew with another event in them, not thrown away: scrolling makes no garbage.
                key={at % windowKeys}
                event={event}
                at={at}
                // Unknown while more is found: rows that are there already are not drawn again for each.
                count={isDone ? count : -1}
                isSelected={at === selectedAt}
                isLater={at >= past}
                broken={marks.broken.get(idOf(event))}
                hole={marks.holes.get(idOf(event))}
                onSelect={onSelect}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** More than are ever on screen at once. */
const windowKeys = 512;

function NothingLeft({ total }: { total: number }) {
  return (
    <div className="empty quiet" role="option" aria-selected="false" tabIndex={-1}>
      {total === 0
        ? 'Nothing has happened yet.'
        : `None of ${total.toLocaleString('en')} events passes the filter. Press x to take it away.`}
    </div>
  );
}

function bringIntoView(scroller: HTMLElement | null, at: number): void {
  if (!scroller) return;
  const top = at * rowHeightPx;
  const { scrollTop, clientHeight } = scroller;
  if (top < scrollTop) scroller.scrollTop = top - rowHeightPx;
  else if (top + rowHeightPx > scrollTop + clientHeight) {
    const isFar = top > scrollTop + 2 * clientHeight;
    scroller.scrollTop = isFar ? top - clientHeight / 2 : top + 2 * rowHeightPx - clientHeight;
  }
}
