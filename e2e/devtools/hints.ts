import { styleText } from 'node:util';
import type { Mistake } from './mistake.ts';

interface HintOptions {
  platform: NodeJS.Platform;
  isTty: boolean;
  mistake?: Mistake | undefined;
}

/** Where to look, for somebody who has never opened DevTools. */
export function formatHints({ platform, isTty, mistake }: HintOptions): string {
  const paint = (format: 'bold' | 'dim', text: string) => (isTty ? styleText(format, text) : text);
  const keys = platform === 'darwin' ? '⌥⌘I' : 'F12 (or Ctrl+Shift+I)';
  const line = (name: string, rest: string) => `  ${paint('dim', name.padEnd(18))}${rest}`;
  return [
    `  ${paint('bold', 'A browser is open, with the Hilo extension in it.')} ${paint('dim', 'Close it, or press Ctrl-C here, to end everything.')}`,
    '',
    line(
      'the panel',
      `DevTools are open on the shop: choose the tab ${paint('bold', 'Hilo')}, behind » where it is narrow`,
    ),
    line('on another tab', `press ${paint('bold', keys)}, then choose ${paint('bold', 'Hilo')}`),
    line('without DevTools', 'the puzzle piece beside the address bar, then Hilo'),
    line(
      'to see something',
      'start a chat in the shop, answer it in the inbox, then try a fault in the panel',
    ),
    ...(mistake
      ? ['', line('the mistake', mistake.mistake), line('it breaks', paint('bold', mistake.promise))]
      : []),
    '',
  ].join('\n');
}
