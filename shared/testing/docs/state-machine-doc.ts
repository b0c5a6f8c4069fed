import {
  type LifecycleEvent,
  type Transition,
  transitions,
  type WidgetStateName,
  widgetStateNames,
} from '../../src/lifecycle/lifecycle.ts';
import { markdownTable } from './markdown.ts';
import type { StateMachineWords } from './state-machine-words.ts';

const withConversation: readonly WidgetStateName[] = ['waiting', 'active', 'solved', 'survey'];

interface Row {
  from: readonly WidgetStateName[];
  event: LifecycleEvent;
  to: readonly WidgetStateName[];
}

/** The table's transitions, those that differ only in where they start put together. */
function rows(): Row[] {
  const byEventAndTarget = new Map<string, Transition[]>();
  for (const transition of transitions) {
    const key = `${transition.event} ${transition.to}`;
    byEventAndTarget.set(key, [...(byEventAndTarget.get(key) ?? []), transition]);
  }
  return [...byEventAndTarget.values()].map((same) => ({
    from: same.map((transition) => transition.from),
    event: (same[0] as Transition).event,
    to: (same[0] as Transition).to,
  }));
}

/** Mermaid: the road a conversation takes, without what leads out of every state alike. */
export function roadDiagram(words: StateMachineWords): string {
  const arrows = rows()
    .filter((row) => row.from.length < withConversation.length)
    .flatMap((row) => row.from.flatMap((from) => row.to.map((to) => ({ from, to, event: row.event }))));
  return mermaid([
    ...widgetStateNames.map((name) => `    ${name}: ${name}<br/>${words.states[name]}`),
    '    [*] --> idle',
    ...arrowLines(arrows, words),
  ]);
}

/** Mermaid: what leads out of every state, or of every state with a conversation. */
export function waysOutDiagram(words: StateMachineWords): string {
  const common = rows().filter((row) => row.from.length >= withConversation.length);
  const arrows = common.flatMap((row) => {
    const from = row.from.length === widgetStateNames.length ? 'any' : 'conversation';
    return row.to.map((to) => ({ from, to: `to_${to}`, event: row.event }));
  });
  const targets = widgetStateNames.filter((name) => common.some((row) => row.to.includes(name)));
  return mermaid([
    '    direction LR',
    `    any: ${words.anyState}`,
    `    conversation: ${words.anyConversation}`,
    ...targets.map((name) => `    to_${name}: ${name}`),
    ...arrowLines(arrows, words),
  ]);
}

/** Every legal transition, one line per event. */
export function transitionTable(words: StateMachineWords): string {
  const names = (states: readonly WidgetStateName[]) => states.map((name) => `**${name}**`);
  return markdownTable(
    [words.from, words.event, words.what, words.to],
    rows().map((row) => [
      row.from.length === widgetStateNames.length ? words.anyState : names(row.from).join(', '),
      `\`${row.event}\``,
      words.sentences[row.event],
      names(row.to).join(` ${words.or} `),
    ]),
  );
}

interface Arrow {
  from: string;
  to: string;
  event: LifecycleEvent;
}

/** One line for each two states, with all that leads from the one to the other. */
function arrowLines(arrows: readonly Arrow[], { labels, or }: StateMachineWords): string[] {
  const byEnds = new Map<string, string[]>();
  for (const { from, to, event } of arrows) {
    const ends = `${from} --> ${to}`;
    byEnds.set(ends, [...(byEnds.get(ends) ?? []), labels[event]]);
  }
  return [...byEnds].map(([ends, names]) => `    ${ends}: ${names.join(`,<br/>${or} `)}`);
}

function mermaid(lines: readonly string[]): string {
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}
