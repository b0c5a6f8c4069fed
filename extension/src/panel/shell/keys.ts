import { type ViewName, viewNames } from '../store/ui-state.ts';

export interface Press {
  key: string;
  /** Ctrl, Alt or Meta is down. */
  modified: boolean;
  /** The focus is where text is written. */
  inText: boolean;
  /** The focus is on something that answers to keys itself: a button, a tree, another list. */
  inControl: boolean;
}

export type KeyCommand =
  | { name: 'help' }
  | { name: 'view'; view: ViewName }
  | { name: 'step'; by: number }
  | { name: 'edge'; to: 'first' | 'last' }
  | { name: 'moment'; by: 1 | -1 }
  | { name: 'now' }
  | { name: 'filter' }
  | { name: 'clear_filter' }
  | { name: 'toggle'; what: 'tracesOpen' | 'detailOpen' }
  | { name: 'load'; by: 1 | -1 };

/** How far a page goes in the list, in rows. */
const pageRows = 20;

const steps: Readonly<Record<string, number>> = {
  j: 1,
  k: -1,
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: pageRows,
  PageUp: -pageRows,
};

/** What a key asks for; undefined where it is not one of ours. */
export function readKey({ key, modified, inText, inControl }: Press): KeyCommand | undefined {
  if (modified || inText) return undefined;
  const by = steps[key];
  // Arrows belong to the control that has the focus; letters do not.
  if (by !== undefined && !(inControl && key.length > 1)) return { name: 'step', by };
  const digit = viewNames[Number(key) - 1];
  if (/^[1-9]$/.test(key) && digit) return { name: 'view', view: digit };
  switch (key) {
    case '?':
      return { name: 'help' };
    case '/':
      return { name: 'filter' };
    case '[':
    case ']':
      return { name: 'moment', by: key === ']' ? 1 : -1 };
    case '{':
    case '}':
      return { name: 'load', by: key === '}' ? 1 : -1 };
    case 'n':
    case 'Escape':
      return { name: 'now' };
    case 'x':
      return { name: 'clear_filter' };
    case 't':
      return { name: 'toggle', what: 'tracesOpen' };
    case 'd':
      return { name: 'toggle', what: 'detailOpen' };
    case 'Home':
    case 'End':
      return inControl ? undefined : { name: 'edge', to: key === 'Home' ? 'first' : 'last' };
    default:
      return undefined;
  }
}

/** For the list of keys: what is pressed, and what it does. */
export const keyWords: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['1', '…', '7'], 'Choose a view'],
  [['j', 'k'], 'Next and previous event (or ↓ and ↑)'],
  [['Home', 'End'], 'First and last event'],
  [['[', ']'], 'A moment back and forth: every view follows'],
  [['n'], 'Back to now (or Esc)'],
  [['{', '}'], 'Previous and next load'],
  [['/'], 'Filter events'],
  [['x'], 'Take all filters away'],
  [['t'], 'Show or hide the loads'],
  [['d'], 'Show or hide the detail'],
  [['?'], 'This list'],
];
