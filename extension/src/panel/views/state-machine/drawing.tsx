import { lifecycleEvents } from '@hilo/shared/lifecycle/lifecycle.ts';
import { type Arrow, arrowsOf, graphSize, nodeSize, nodes } from './graph.ts';
import type { Move } from './moves.ts';

interface Props {
  moves: readonly Move[];
  stand: { taken: number; state: string };
  onSelect(move: Move): void;
}

/** The table as a picture. Ways that were gone are strong and can be chosen; the one gone last leads to the lit state. */
export function Drawing({ moves, stand, onSelect }: Props) {
  const done = moves.slice(0, stand.taken);
  const last = done.at(-1);
  const visited = new Set(done.flatMap((move) => [move.from, move.to]));
  const order = (arrow: Arrow) => arrow.moves.length;
  const arrows = arrowsOf(moves).sort((a, b) => order(a) - order(b));
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG
    <svg
      className="sm-svg"
      viewBox={`0 0 ${graphSize.width} ${graphSize.height}`}
      role="group"
      aria-label="The six states and the ways between them"
    >
      <defs>
        {['quiet', 'gone', 'last', 'bad'].map((look) => (
          <marker
            key={look}
            id={`sm-tip-${look}`}
            className={`sm-tip-${look}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="11"
            markerHeight="11"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M0 0 8 4 0 8z" />
          </marker>
        ))}
      </defs>
      {arrows.map((arrow) => (
        <Way key={`${arrow.from} ${arrow.to}`} arrow={arrow} done={done} last={last} onSelect={onSelect} />
      ))}
      {nodes.map((node) => (
        <g key={node.name} className={nodeLook(node.name, stand.state, visited)}>
          <rect
            x={node.x - nodeSize.x}
            y={node.y - nodeSize.y}
            width={2 * nodeSize.x}
            height={2 * nodeSize.y}
            rx="9"
          />
          <text x={node.x} y={node.y + 5} textAnchor="middle">
            {node.name}
          </text>
          {node.name === stand.state && <title>{`${node.name}: the widget is here`}</title>}
        </g>
      ))}
    </svg>
  );
}

function nodeLook(name: string, state: string, visited: ReadonlySet<string>): string {
  if (name === state) return 'sm-node sm-now';
  return visited.has(name) ? 'sm-node sm-seen' : 'sm-node';
}

interface WayProps {
  arrow: Arrow;
  done: readonly Move[];
  last: Move | undefined;
  onSelect(move: Move): void;
}

function Way({ arrow, done, last, onSelect }: WayProps) {
  const { moves, path, label, illegal, common } = arrow;
  const allowed = arrow.events.map((event) => lifecycleEvents[event]).join('; or: ');
  const gone = moves.filter((move) => done.includes(move));
  const target = gone.at(-1) ?? moves[0];
  const tip = illegal ? 'bad' : last && moves.includes(last) ? 'last' : gone.length > 0 ? 'gone' : 'quiet';
  const looks = [
    'sm-way',
    `sm-${tip}`,
    common && tip === 'quiet' ? 'sm-common' : '',
    moves.length > 0 && gone.length === 0 ? 'sm-later' : '',
  ];
  const title = `${arrow.from} → ${arrow.to}: ${allowed || 'not in the table'}`;
  const line = (
    <>
      <title>{title}</title>
      <path className="sm-hit" d={path} />
      <path className="sm-line" d={path} markerEnd={`url(#sm-tip-${tip})`} />
    </>
  );
  if (!target) return <g className={looks.join(' ')}>{line}</g>;
  const choose = () => onSelect(target);
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button in SVG
    <g
      className={looks.join(' ')}
      role="button"
      tabIndex={0}
      aria-label={`${arrow.from} to ${arrow.to}, gone ${moves.length === 1 ? 'once' : `${moves.length} times`}${illegal ? ', illegal' : ''}`}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      {line}
      {moves.length > 1 && (
        <text className="sm-count" x={label.x} y={label.y} textAnchor="middle">
          {`×${moves.length}`}
        </text>
      )}
    </g>
  );
}
