import type { InboxFilter } from '@hilo/shared/protocol/inbox-shapes.ts';

/** What is done to one conversation. */
export type ConversationCommand = 'open' | 'reply' | 'note' | 'take' | 'assign' | 'solve' | 'reopen';

export type Command =
  | { name: 'step'; by: 1 | -1 }
  | { name: 'go'; filter: InboxFilter }
  | { name: 'search' | 'details' | 'help' | 'back' }
  | { name: 'conversation'; does: ConversationCommand };

export interface KeyPress {
  key: string;
  /** Ctrl, Alt or Meta is down: the browser's business. */
  modified: boolean;
  /** The focus is where text is written. */
  inText: boolean;
  /** The focus is on something that answers Enter and arrows by itself. */
  inControl: boolean;
}

/** What a press of `g` waits for. */
export const prefixMs = 1_500;

const commands: Record<string, Command> = {
  j: { name: 'step', by: 1 },
  k: { name: 'step', by: -1 },
  r: { name: 'conversation', does: 'reply' },
  n: { name: 'conversation', does: 'note' },
  t: { name: 'conversation', does: 'take' },
  a: { name: 'conversation', does: 'assign' },
  e: { name: 'conversation', does: 'solve' },
  o: { name: 'conversation', does: 'reopen' },
  i: { name: 'details' },
  '/': { name: 'search' },
  '?': { name: 'help' },
  Escape: { name: 'back' },
};

/** Keys that a focused button or list answers itself. */
const inList: Record<string, Command> = {
  ArrowDown: { name: 'step', by: 1 },
  ArrowUp: { name: 'step', by: -1 },
  Enter: { name: 'conversation', does: 'open' },
};

const places: Record<string, Command> = {
  w: { name: 'go', filter: 'waiting' },
  a: { name: 'go', filter: 'active' },
  s: { name: 'go', filter: 'solved' },
  m: { name: 'go', filter: 'mine' },
  l: { name: 'go', filter: 'all' },
};

/** What a key asks for, if anything; `prefix` says whether the next one follows a `g`. */
export function readKey(press: KeyPress, afterG: boolean): { command?: Command; prefix: boolean } {
  if (press.modified) return { prefix: false };
  if (press.inText)
    return { command: press.key === 'Escape' ? commands['Escape'] : undefined, prefix: false };
  if (afterG) return { command: places[press.key], prefix: false };
  if (press.key === 'g') return { prefix: true };
  return { command: commands[press.key] ?? (press.inControl ? undefined : inList[press.key]), prefix: false };
}

/** The keys as the help shows them. */
export const keyHelp: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Move',
    keys: [
      [['j', '↓'], 'Next conversation'],
      [['k', '↑'], 'Previous conversation'],
      [['Enter'], 'Open it'],
      [['Esc'], 'Back'],
      [['/'], 'Search'],
    ],
  },
  {
    title: 'Answer',
    keys: [
      [['r'], 'Reply'],
      [['n'], 'Private note'],
      [['t'], 'Take'],
      [['a'], 'Assign to …'],
      [['e'], 'Solve'],
      [['o'], 'Reopen'],
      [['i'], 'Contact details'],
    ],
  },
  {
    title: 'Go to',
    keys: [
      [['g', 'w'], 'Waiting'],
      [['g', 'a'], 'Active'],
      [['g', 's'], 'Solved'],
      [['g', 'm'], 'Mine'],
      [['g', 'l'], 'All'],
    ],
  },
];
