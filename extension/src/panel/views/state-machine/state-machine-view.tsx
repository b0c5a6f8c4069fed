import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import { useMemo } from 'react';
import { useActions, useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import '../parts/parts.css';
import { NoLoad, Nothing } from '../parts/nothing.tsx';
import { Drawing } from './drawing.tsx';
import { MoveList } from './move-list.tsx';
import { type Move, movesOf, standAt } from './moves.ts';
import './state-machine.css';

/** The six states, the way the widget took through them, and where it stood at the moment that is looked at. */
export function StateMachineView() {
  const load = useCurrentLoad();
  const moment = usePanel((state) => state.ui.moment);
  const { selectEvent } = useActions();
  const moves = useMemo(() => movesOf(load?.byKind.get('transition') ?? []), [load]);
  if (!load)
    return (
      <div className="view">
        <NoLoad />
      </div>
    );
  const stand = standAt(moves, moment);
  const select = (move: Move) => selectEvent(move.id);
  const illegal = moves.filter((move) => move.illegal !== null).length;
  return (
    <div className="view">
      <div className="sm-columns">
        <section className="sm-picture" aria-label="States">
          <p className="sm-stand" aria-live="polite">
            {moment === null ? 'Now: ' : `At ${clock(moment)}: `}
            <strong>{stand.state}</strong>
            <span className="quiet">{`, after ${stand.taken} of ${moves.length} moves.`}</span>
            {illegal > 0 && (
              <span className="bad">{` ${illegal} ${illegal === 1 ? 'is' : 'are'} not in the table.`}</span>
            )}
          </p>
          <Drawing moves={moves} stand={stand} onSelect={select} />
          <ul className="sm-legend">
            <li>gone: choose it to look at that moment</li>
            <li>allowed by the table</li>
            <li>a way out that most states share</li>
            {illegal > 0 && <li>not in the table</li>}
          </ul>
        </section>
        <section className="sm-path" aria-label="Path taken">
          <h2>Path taken</h2>
          {moves.length === 0 ? (
            <Nothing title="It has not moved">
              The widget is where it began. Open the messenger and start a chat to see it move.
            </Nothing>
          ) : (
            <MoveList moves={moves} taken={stand.taken} onSelect={select} />
          )}
        </section>
      </div>
    </div>
  );
}
