import { type LifecycleEvent, transitions, widgetStateNames } from '@hilo/shared/lifecycle/lifecycle.ts';
import { isState, type Move } from './moves.ts';

export interface Point {
  x: number;
  y: number;
}

export interface GraphNode extends Point {
  name: string;
}

/** Everything that leads from one state to another, drawn as one arrow. */
export interface Arrow {
  from: string;
  to: string;
  /** What the table allows here; empty where it allows nothing. */
  events: readonly LifecycleEvent[];
  /** Only ways out that many states share (leave, logout, archived, new chat): drawn faintly. */
  common: boolean;
  /** Moves that were made along it, oldest first. */
  moves: readonly Move[];
  illegal: boolean;
  path: string;
  /** Where its number stands. */
  label: Point;
}

/** Of the drawing, in its own units. */
export const graphSize = { width: 640, height: 400 } as const;
/** Half of a node's box. */
export const nodeSize = { x: 46, y: 18 } as const;

const middle: Point = { x: graphSize.width / 2, y: graphSize.height / 2 };
const radius: Point = { x: 250, y: 155 };
/** A state's ways out are common where at least this many states share them. */
const commonFrom = 4;

/** The states stand in a ring in the order of the table, `idle` at the left. */
export const nodes: readonly GraphNode[] = widgetStateNames.map((name, i) => {
  const angle = Math.PI + (i / widgetStateNames.length) * 2 * Math.PI;
  return {
    name,
    x: round(middle.x + radius.x * Math.cos(angle)),
    y: round(middle.y + radius.y * Math.sin(angle)),
  };
});

/** Every way of the table, and every other that was gone, with the moves made along it. */
export function arrowsOf(moves: readonly Move[]): Arrow[] {
  const ends = new Map<string, { from: string; to: string; events: LifecycleEvent[]; moves: Move[] }>();
  const at = (from: string, to: string) => {
    const known = ends.get(`${from} ${to}`) ?? { from, to, events: [], moves: [] };
    ends.set(`${from} ${to}`, known);
    return known;
  };
  for (const { from, event, to } of transitions)
    for (const next of to) if (from !== next || event !== 'logged_out') at(from, next).events.push(event);
  for (const move of moves)
    if (isState(move.from) && isState(move.to)) at(move.from, move.to).moves.push(move);
  return [...ends.values()].map((arrow) => ({
    ...arrow,
    common: arrow.events.every((event) => statesThatShare(event) >= commonFrom),
    illegal: arrow.moves.some((move) => move.illegal !== null),
    ...curve(arrow.from, arrow.to),
  }));
}

function statesThatShare(event: LifecycleEvent): number {
  return transitions.filter((transition) => transition.event === event).length;
}

/** A bend to the left of the way, so that there and back are two lines; a loop above the node for a way to itself. */
function curve(from: string, to: string): Pick<Arrow, 'path' | 'label'> {
  const [a, b] = [placeOf(from), placeOf(to)];
  if (from === to) {
    const side = a.y <= middle.y ? -1 : 1;
    const y = a.y + side * nodeSize.y;
    const top = y + side * 34;
    return {
      path: `M${a.x - 14} ${y}C${a.x - 30} ${top} ${a.x + 30} ${top} ${a.x + 14} ${y}`,
      label: { x: a.x, y: round(y + side * 26) },
    };
  }
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const bend = { x: (a.x + b.x) / 2 + dy * 0.12, y: (a.y + b.y) / 2 - dx * 0.12 };
  const [start, end] = [edgeOf(a, bend), edgeOf(b, bend)];
  return {
    path: `M${start.x} ${start.y}Q${round(bend.x)} ${round(bend.y)} ${end.x} ${end.y}`,
    label: { x: round((start.x + 2 * bend.x + end.x) / 4), y: round((start.y + 2 * bend.y + end.y) / 4) },
  };
}

/** Where the line from a node's middle towards a point leaves its box, with a little air. */
function edgeOf(node: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - node.x, towards.y - node.y];
  const air = 4;
  const scale = Math.min(
    (nodeSize.x + air) / Math.max(Math.abs(dx), 0.001),
    (nodeSize.y + air) / Math.max(Math.abs(dy), 0.001),
  );
  return { x: round(node.x + dx * scale), y: round(node.y + dy * scale) };
}

function placeOf(name: string): Point {
  const node = nodes.find((one) => one.name === name);
  if (!node) throw new Error(`assert: ${name} is a state`);
  return node;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
