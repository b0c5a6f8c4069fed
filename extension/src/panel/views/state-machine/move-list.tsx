import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import type { KeyboardEvent } from 'react';
import type { Move } from './moves.ts';

interface Props {
  moves: readonly Move[];
  /** How many have happened at the moment that is looked at. */
  taken: number;
  onSelect(move: Move): void;
}

/** Every move in order; the one that led to the moment's state is marked. Arrows go from one to the next. */
export function MoveList({ moves, taken, onSelect }: Props) {
  const step = (event: KeyboardEvent<HTMLOListElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const at = Math.min(moves.length - 1, Math.max(0, taken - 1 + by));
    const move = moves[at];
    if (!move) return;
    onSelect(move);
    event.currentTarget.querySelectorAll('button')[at]?.focus();
  };
  return (
    <ol className="sm-moves" onKeyDown={step}>
      {moves.map((move, i) => (
        <li key={move.id}>
          <button
            type="button"
            className={i < taken ? 'sm-move' : 'sm-move sm-later'}
            aria-current={i === taken - 1 ? 'step' : undefined}
            onClick={() => onSelect(move)}
          >
            <span className="mono quiet">{clock(move.t)}</span>
            <span>
              <strong>{`${move.from} → ${move.to}`}</strong>
              <span className="quiet">{` ${move.words}`}</span>
              {move.jumped && <span className="chip">caught up</span>}
              {move.illegal !== null && <span className="bad sm-why">{move.illegal}</span>}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
