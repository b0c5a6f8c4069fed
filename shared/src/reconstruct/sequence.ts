import { asObject } from '../invariants/rows.ts';
import type { TraceEvent } from '../trace/events.ts';
import { describeEvent } from './describe-event.ts';
import { describeAction, describeFrame, describeRequest, describeRows } from './describe-values.ts';
import type { Merged } from './merge.ts';
import { duration, oneLine } from './plain-text.ts';

export type Actor = 'visitor' | 'server' | `tab ${string}`;

/** What is drawn between two actors, over one, or across all of them. */
export type SequenceStep = { t: number; bad: boolean; text: string } & (
  | { kind: 'message'; from: Actor; to: Actor; answer: boolean; lost: boolean }
  | { kind: 'note'; over: Actor }
  | { kind: 'pause' }
  | { kind: 'divider' }
);

export interface Sequence {
  actors: readonly Actor[];
  steps: readonly SequenceStep[];
}

/** A wait that is worth drawing. */
const pauseMs = 3_000;

/** A story as a sequence diagram: who said what to whom. What only detail is (timers, storage, pings) is left out. */
export function sequenceOf(merged: Merged): Sequence {
  const begin = merged.entries[0]?.atMs ?? 0;
  const steps: SequenceStep[] = [];
  const tabs: Actor[] = [];
  let lastAt = begin;
  for (const { event, atMs, track } of merged.entries) {
    const tab = track.replace(/, earlier$/, '') as Actor;
    if (event.witness === 'widget' && !tabs.includes(tab)) tabs.push(tab);
    const step = stepOf(event, tab, atMs - begin);
    if (!step) continue;
    if (atMs - lastAt >= pauseMs) {
      steps.push({ kind: 'pause', t: lastAt - begin, bad: false, text: `${duration(atMs - lastAt)} later` });
    }
    lastAt = atMs;
    // Every keystroke is a draft: the last one before something else says it all.
    const before = steps.at(-1);
    if (
      isDraft(event) &&
      before?.kind === 'message' &&
      before.from === 'visitor' &&
      before.text.startsWith('writes')
    ) {
      steps.pop();
    }
    steps.push({ ...step, text: oneLine(step.text) });
  }
  return { actors: ['visitor', ...tabs, 'server'], steps };
}

function stepOf(event: TraceEvent, tab: Actor, t: number): SequenceStep | null {
  const message = (
    from: Actor,
    to: Actor,
    text: string,
    more: { answer?: boolean; bad?: boolean; lost?: boolean } = {},
  ) => ({ kind: 'message', t, from, to, text, answer: false, lost: false, bad: false, ...more }) as const;
  const note = (over: Actor, text: string, bad = false) => ({ kind: 'note', t, over, text, bad }) as const;
  switch (event.kind) {
    case 'load':
      return {
        kind: 'divider',
        t,
        bad: false,
        text: `${tab} ${event.navigation === 'reload' ? 'reloads' : 'loads'} ${event.url}`,
      };
    case 'action':
      return message('visitor', tab, describeAction(event));
    case 'request':
      return message(tab, 'server', describeRequest(event));
    case 'response': {
      const rows = describeRows(event);
      const bad = event.status >= 400;
      const code = asObject<{ code?: unknown }>(event.body)?.code;
      const text = bad
        ? `${event.status} ${typeof code === 'string' ? code : ''}`
        : rows || `${event.status}`;
      return message('server', tab, text, { answer: true, bad });
    }
    case 'request_failed':
      return message('server', tab, `${event.reason} after ${duration(event.durationMs)}`, {
        answer: true,
        bad: true,
        lost: true,
      });
    case 'frame': {
      const text = describeFrame(event);
      if (/^p[io]ng/.test(text)) return null;
      return event.direction === 'out'
        ? message(tab, 'server', text)
        : message('server', tab, text, { answer: true });
    }
    case 'storage':
      return event.cause === 'other_tab' ? note(tab, `another tab: ${event.op} ${event.key}`) : null;
    case 'unread':
    case 'screen':
    case 'timer':
    case 'lock':
    case 'random':
    case 'operation':
    case 'server':
      return null;
    default: {
      const { text, weight } = describeEvent(event);
      return weight === 'detail' ? null : note(tab, text, weight === 'bad');
    }
  }
}

function isDraft(event: TraceEvent): boolean {
  return event.kind === 'action' && asObject<{ type?: string }>(event.action)?.type === 'draft_changed';
}
