import { transitions, widgetStateNames } from '@hilo/shared/lifecycle/lifecycle.ts';
import { aChat } from '@hilo/shared/testing/trace-blob.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { arrowsOf, nodes } from './graph.ts';
import { movesOf, standAt } from './moves.ts';

const { events } = aChat();

function withMove(from: string, to: string, event: string): TraceEvent[] {
  const last = events.at(-1)!;
  return [
    ...events,
    { ...last, kind: 'transition', seq: last.seq + 1, from, to, event, jumped: false },
  ] as TraceEvent[];
}

describe('[R5.1] the state machine of a load', () => {
  const moves = movesOf(events);

  it('tells every move of a sound chat in words, and finds nothing wrong with it', () => {
    expect(moves.map((move) => move.from)).toEqual([
      moves[0]?.from,
      ...moves.slice(0, -1).map((move) => move.to),
    ]);
    expect(moves.filter((move) => move.illegal !== null)).toEqual([]);
    expect(moves.map((move) => move.to)).toContain('survey');
    expect(moves.filter(({ words }) => words === '' || words.includes('_'))).toEqual([]);
  });

  it('says why a move is illegal: not in the table, from elsewhere, to nowhere', () => {
    const { to } = moves.at(-1)!;
    const reasonOf = (from: string, next: string) =>
      movesOf(withMove(from, next, 'survey_due')).at(-1)?.illegal;
    expect(reasonOf(to, 'prechat')).toContain('The table has no way');
    expect(reasonOf('waiting', 'active')).toBe(`It was in ${to}, but left waiting.`);
    expect(reasonOf(to, '<b>nirvana</b>')).toBe('There is no such state.');
  });

  it('stands where the cursor is', () => {
    const [first, second] = moves;
    expect(standAt(moves, null)).toEqual({ taken: moves.length, state: moves.at(-1)?.to });
    expect(standAt(moves, first!.t)).toEqual({
      taken: moves.filter((move) => move.t <= first!.t).length,
      state: first?.to,
    });
    expect(standAt(moves, first!.t - 1)).toEqual({ taken: 0, state: first?.from });
    expect(standAt(moves, second!.t - 0.5).taken).toBe(1);
    expect(standAt([], null)).toEqual({ taken: 0, state: 'idle' });
  });
});

describe('[R5.1] the drawing', () => {
  it('has an arrow for every way in the table, and no other', () => {
    const drawn = new Set(arrowsOf([]).map(({ from, to }) => `${from} ${to}`));
    const ways = transitions.flatMap(({ from, to, event }) =>
      to.filter((next) => next !== from || event !== 'logged_out').map((next) => `${from} ${next}`),
    );
    expect(drawn).toEqual(new Set(ways));
    expect(nodes.map((node) => node.name)).toEqual([...widgetStateNames]);
  });

  it('draws what was gone though the table has no such way, and marks it', () => {
    const { to } = movesOf(events).at(-1)!;
    const arrows = arrowsOf(movesOf(withMove(to, 'survey', 'agent_engaged')));
    expect(arrows.find((arrow) => arrow.from === to && arrow.to === 'survey')).toMatchObject({
      illegal: true,
    });
    expect(arrows.filter((arrow) => arrow.illegal)).toHaveLength(1);
  });

  it('keeps to its canvas, and there and back apart', () => {
    const arrows = arrowsOf([]);
    const paths = arrows.map((arrow) => arrow.path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const number of paths.join(' ').match(/-?\d+(\.\d+)?/g) ?? []) {
      expect(Number(number)).toBeGreaterThan(0);
      expect(Number(number)).toBeLessThan(640);
    }
  });

  it('tells the road from the ways out that all share', () => {
    const find = (from: string, to: string) =>
      arrowsOf([]).find((arrow) => arrow.from === from && arrow.to === to);
    expect(find('waiting', 'active')?.common).toBe(false);
    expect(find('active', 'idle')?.common).toBe(true);
    expect(find('solved', 'survey')?.events).toEqual(['survey_due']);
  });
});
