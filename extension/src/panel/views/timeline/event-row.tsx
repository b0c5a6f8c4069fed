import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { memo } from 'react';
import { descriptionOf, laneWords } from '../../model/describe.ts';
import type { Hole } from '../../model/session.ts';

export const rowHeightPx = 24;
/** More would only be drawn to be cut off; the detail has it all. */
const textCharsMax = 300;

interface Props {
  event: TraceEvent;
  at: number;
  /** -1 while it is not known (`aria-setsize`). */
  count: number;
  isSelected: boolean;
  /** It comes after the moment that is looked at. */
  isLater: boolean;
  broken: readonly string[] | undefined;
  hole: Hole | undefined;
  onSelect: (event: TraceEvent) => void;
}

export const EventRow = memo(function EventRow(props: Props) {
  const { event, at, count, isSelected, isLater, broken, hole, onSelect } = props;
  const { lane, text, weight } = descriptionOf(event);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the selected one
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the whole panel
    <div
      id={`event-${at}`}
      role="option"
      aria-selected={isSelected}
      aria-posinset={at + 1}
      aria-setsize={count}
      className="event-row"
      data-weight={weight}
      data-later={isLater || undefined}
      data-broken={broken !== undefined || undefined}
      data-hole={hole !== undefined || undefined}
      title={broken?.join('\n')}
      onClick={() => onSelect(event)}
    >
      <span className="event-time mono">{clock(event.t)}</span>
      <span className="event-lane" data-lane={lane}>
        {laneWords[lane]}
      </span>
      <span className="event-text">{text.length > textCharsMax ? text.slice(0, textCharsMax) : text}</span>
      {hole && <span className="event-note">{hole.count} missing before this</span>}
      {broken && <span className="event-note bad">broken promise</span>}
    </div>
  );
});
