import type { Conversation, PrechatField } from '../protocol/shapes.ts';

/**
 * The widget's state: that of the conversation in focus. Derived from what the server says and what the person is
 * doing; nothing stores it. Each state has only its own fields.
 */
export type WidgetState =
  | { name: 'idle' }
  | { name: 'prechat'; missing: readonly PrechatField['name'][] }
  | { name: 'waiting' | 'active' | 'solved'; conversationId: string }
  | { name: 'survey'; conversationId: string; cycle: number };

export type WidgetStateName = WidgetState['name'];

export const widgetStateNames = ['idle', 'prechat', 'waiting', 'active', 'solved', 'survey'] as const;

export const lifecycleEvents = {
  prechat_needed: 'start chat, required contact fields missing',
  started: 'start chat: get or create',
  open_appeared: 'an open conversation comes into focus (bootstrap, sync, another tab, an agent, the list)',
  prechat_dismissed: 'prechat dismissed',
  agent_engaged: 'first agent reply, or an agent takes it',
  conversation_solved: 'solved by an agent or by the inactivity rule',
  survey_due: 'a survey is on and unanswered for this cycle',
  survey_closed: 'survey answered or dismissed',
  visitor_wrote: 'the visitor writes: the same conversation reopens',
  agent_reopened: 'an agent reopens it or replies',
  left: 'the person leaves the thread',
  solved_opened: 'the person opens a solved thread',
  new_chat: 'forced "New chat"',
  archived: 'archived or merged away; focus moves to the open one, if there is one',
  logged_out: 'logout',
} as const;

export type LifecycleEvent = keyof typeof lifecycleEvents;

export interface Transition {
  from: WidgetStateName;
  event: LifecycleEvent;
  to: readonly WidgetStateName[];
}

const inConversation = ['waiting', 'active', 'solved', 'survey'] as const;

function row(
  from: WidgetStateName | readonly WidgetStateName[],
  event: LifecycleEvent,
  ...to: WidgetStateName[]
): Transition[] {
  return (typeof from === 'string' ? [from] : from).map((name) => ({ from: name, event, to }));
}

/**
 * Every legal transition of the widget. What is not here is impossible, and a violation where it is observed. Whoever
 * does not look at it, as the widget itself, does not download it.
 */
export const transitions: readonly Transition[] = /* @__PURE__ */ allTransitions();

function allTransitions(): readonly Transition[] {
  return [
    ...row('idle', 'prechat_needed', 'prechat'),
    ...row(['idle', 'prechat'], 'started', 'waiting', 'active'),
    ...row(['idle', 'prechat'], 'open_appeared', 'waiting', 'active'),
    ...row('prechat', 'prechat_dismissed', 'idle'),
    ...row('waiting', 'agent_engaged', 'active'),
    ...row(['waiting', 'active'], 'conversation_solved', 'solved'),
    ...row('solved', 'survey_due', 'survey'),
    ...row('survey', 'survey_closed', 'solved'),
    ...row(['solved', 'survey'], 'visitor_wrote', 'waiting'),
    ...row(['solved', 'survey'], 'agent_reopened', 'active'),
    ...row(inConversation, 'left', 'idle'),
    ...row('idle', 'solved_opened', 'solved', 'survey'),
    ...row(inConversation, 'new_chat', 'prechat', 'waiting'),
    ...row(inConversation, 'archived', 'waiting', 'active', 'idle'),
    ...row(widgetStateNames, 'logged_out', 'idle'),
  ];
}

/** Whether one event may lead from one state to the other. */
export function isLegal(from: WidgetStateName, event: LifecycleEvent, to: WidgetStateName): boolean {
  return transitions.some((t) => t.from === from && t.event === event && t.to.includes(to));
}

/**
 * The shortest chain of transitions between two states, as a client that was away sees only its end. Empty for the
 * same state, undefined where there is no path.
 */
export function findPath(from: WidgetStateName, to: WidgetStateName): readonly Transition[] | undefined {
  const paths = new Map<WidgetStateName, readonly Transition[]>([[from, []]]);
  for (const [name, path] of paths) {
    if (name === to) return path;
    for (const t of transitions) {
      if (t.from !== name) continue;
      for (const next of t.to) if (!paths.has(next)) paths.set(next, [...path, { ...t, to: [next] }]);
    }
  }
  return paths.get(to);
}

/** What the person is doing, as far as the state depends on it. */
export type Focus =
  | { kind: 'none' }
  | { kind: 'prechat'; missing: readonly PrechatField['name'][] }
  | { kind: 'conversation'; conversationId: string };

/** The state that follows from the focus and the conversation in it, as the server says it is. */
export function deriveWidgetState(focus: Focus, conversations: Known): WidgetState {
  const name = nameWidgetState(focus, conversations);
  if (focus.kind === 'prechat') return { name: 'prechat', missing: focus.missing };
  if (focus.kind === 'none' || name === 'idle' || name === 'prechat') return { name: 'idle' };
  const { conversationId } = focus;
  if (name !== 'survey') return { name, conversationId };
  return { name, conversationId, cycle: conversations[conversationId]?.survey?.cycle as number };
}

/** The same, but for its details. */
export function nameWidgetState(focus: Focus, conversations: Known): WidgetStateName {
  if (focus.kind !== 'conversation') return focus.kind === 'none' ? 'idle' : focus.kind;
  const conversation = conversations[focus.conversationId];
  // Unknown yet, or archived: there is a thread on screen, but no conversation to be in a state of.
  if (!conversation || conversation.status === 'archived') return 'idle';
  const { status, survey } = conversation;
  return status === 'solved' && survey?.state === 'due' ? 'survey' : status;
}

type Known = Readonly<Record<string, Pick<Conversation, 'status' | 'survey'>>>;
