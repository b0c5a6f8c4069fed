import { describe, expect, it } from 'vitest';
import {
  deriveWidgetState,
  type Focus,
  findPath,
  isLegal,
  type LifecycleEvent,
  lifecycleEvents,
  type WidgetStateName,
  widgetStateNames,
} from './lifecycle.ts';

type Row = [from: WidgetStateName[], event: LifecycleEvent, to: WidgetStateName[]];

const withConversation: WidgetStateName[] = ['waiting', 'active', 'solved', 'survey'];

/** The decided table, written down a second time, row by row: a slip in one of the two shows. */
const decided: Record<string, Row[]> = {
  'idle, start chat with contact fields missing → prechat': [[['idle'], 'prechat_needed', ['prechat']]],
  'idle, start chat with nothing missing → waiting, or active if one was': [
    [['idle'], 'started', ['waiting', 'active']],
  ],
  'idle, an open conversation comes into focus → waiting or active': [
    [['idle'], 'open_appeared', ['waiting', 'active']],
  ],
  'prechat, submitted and accepted → waiting, or active if one was': [
    [['prechat'], 'started', ['waiting', 'active']],
  ],
  'prechat, dismissed → idle': [[['prechat'], 'prechat_dismissed', ['idle']]],
  'prechat, an open conversation appears → waiting or active': [
    [['prechat'], 'open_appeared', ['waiting', 'active']],
  ],
  'waiting, first agent reply or an agent takes it → active': [[['waiting'], 'agent_engaged', ['active']]],
  'waiting or active, solved → solved': [[['waiting', 'active'], 'conversation_solved', ['solved']]],
  'solved, a survey is on and unanswered → survey': [[['solved'], 'survey_due', ['survey']]],
  'survey, answered or dismissed → solved': [[['survey'], 'survey_closed', ['solved']]],
  'solved or survey, the visitor writes → waiting': [[['solved', 'survey'], 'visitor_wrote', ['waiting']]],
  'solved or survey, an agent reopens or replies → active': [
    [['solved', 'survey'], 'agent_reopened', ['active']],
  ],
  'any with a conversation, the person leaves the thread → idle': [[withConversation, 'left', ['idle']]],
  'idle, the person opens a solved thread → solved, or survey if still due': [
    [['idle'], 'solved_opened', ['solved', 'survey']],
  ],
  'waiting, active, solved or survey, forced "New chat" → prechat or waiting': [
    [withConversation, 'new_chat', ['prechat', 'waiting']],
  ],
  'any with a conversation, archived or merged away → waiting, active or idle': [
    [withConversation, 'archived', ['waiting', 'active', 'idle']],
  ],
  'any, logout → idle': [[[...widgetStateNames], 'logged_out', ['idle']]],
};

const eventNames = Object.keys(lifecycleEvents) as LifecycleEvent[];

function decidedTargets(from: WidgetStateName, event: LifecycleEvent): WidgetStateName[] {
  const rows = Object.values(decided).flat();
  return rows.filter((row) => row[0].includes(from) && row[1] === event).flatMap((row) => row[2]);
}

describe('[R5.1] the transition table', () => {
  it.each(Object.entries(decided))('%s', (_, rows) => {
    for (const [froms, event, tos] of rows) {
      for (const from of froms) expect(legalTargets(from, event)).toEqual([...tos].sort(byOrder));
    }
  });

  const cells = widgetStateNames.flatMap((from) => eventNames.map((event) => ({ from, event })));
  it.each(cells)(
    '[R5.1] cell $from × $event leads where it was decided, and nowhere else',
    ({ from, event }) => {
      expect(legalTargets(from, event)).toEqual(decidedTargets(from, event).sort(byOrder));
    },
  );

  it('has no event that leads from nowhere', () => {
    for (const event of eventNames) {
      expect(
        widgetStateNames.some((from) => legalTargets(from, event).length > 0),
        event,
      ).toBe(true);
    }
  });
});

function legalTargets(from: WidgetStateName, event: LifecycleEvent): WidgetStateName[] {
  return widgetStateNames.filter((to) => isLegal(from, event, to));
}

function byOrder(a: WidgetStateName, b: WidgetStateName): number {
  return widgetStateNames.indexOf(a) - widgetStateNames.indexOf(b);
}

describe('findPath', () => {
  const pairs = widgetStateNames.flatMap((from) => widgetStateNames.map((to) => ({ from, to })));

  it.each(pairs)('walks from $from to $to by legal steps only', ({ from, to }) => {
    const path = findPath(from, to);
    let at = from;
    for (const step of path ?? []) {
      expect(step.from).toBe(at);
      expect(step.to).toHaveLength(1);
      const next = step.to[0] as WidgetStateName;
      expect(isLegal(at, step.event, next)).toBe(true);
      at = next;
    }
    expect(path).toBeDefined();
    expect(at).toBe(to);
  });

  it('is empty from a state to itself', () => {
    for (const name of widgetStateNames) expect(findPath(name, name)).toEqual([]);
  });

  it('takes the shortest way: what one event does is one step, and what takes two is two', () => {
    for (const { from, to } of pairs) {
      if (from === to) continue;
      const direct = eventNames.some((event) => isLegal(from, event, to));
      const overOne = widgetStateNames.some(
        (over) =>
          eventNames.some((a) => isLegal(from, a, over)) && eventNames.some((b) => isLegal(over, b, to)),
      );
      const length = findPath(from, to)?.length;
      expect(length, `${from} → ${to}`).toBe(direct ? 1 : overOne ? 2 : 3);
    }
  });

  it('[R5.1] shows a client that was away the road of the customer’s picture', () => {
    expect(findPath('prechat', 'survey')?.map((step) => step.event)).toEqual([
      'prechat_dismissed',
      'solved_opened',
    ]);
    expect(findPath('waiting', 'survey')).toHaveLength(2);
  });
});

describe('deriveWidgetState', () => {
  const id = '0190a1b2-0000-7000-8000-000000000001';
  const focus: Focus = { kind: 'conversation', conversationId: id };
  const due = { cycle: 2, state: 'due', rating: null } as const;

  it('is idle without a focus, whatever the contact has', () => {
    expect(deriveWidgetState({ kind: 'none' }, { [id]: { status: 'active', survey: null } })).toEqual({
      name: 'idle',
    });
  });

  it('[R3.5] is prechat with exactly what the server says is missing', () => {
    expect(deriveWidgetState({ kind: 'prechat', missing: ['email'] }, {})).toEqual({
      name: 'prechat',
      missing: ['email'],
    });
  });

  it.each(['waiting', 'active'] as const)(
    'is the open status itself: %s, also while an old survey is due',
    (status) => {
      expect(deriveWidgetState(focus, { [id]: { status, survey: due } })).toEqual({
        name: status,
        conversationId: id,
      });
    },
  );

  it('is idle for a conversation that is not known yet', () => {
    expect(deriveWidgetState(focus, {})).toEqual({ name: 'idle' });
  });

  it('is idle for an archived conversation: it can be read, and has no state of its own', () => {
    expect(deriveWidgetState(focus, { [id]: { status: 'archived', survey: due } })).toEqual({ name: 'idle' });
  });

  it('[R3.6] is survey only where the latest cycle is due, and carries that cycle', () => {
    expect(deriveWidgetState(focus, { [id]: { status: 'solved', survey: due } })).toEqual({
      name: 'survey',
      conversationId: id,
      cycle: 2,
    });
  });

  it.each([
    null,
    { cycle: 2, state: 'answered', rating: 5 } as const,
    { cycle: 2, state: 'dismissed', rating: null } as const,
  ])('[R3.6] is solved where nothing is due: %j', (survey) => {
    expect(deriveWidgetState(focus, { [id]: { status: 'solved', survey } })).toEqual({
      name: 'solved',
      conversationId: id,
    });
  });
});
