import type { Drawn } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { drawing } from '../icons.ts';
import { tab } from './tabs.ts';

const bug = 'M8 8a4 4 0 0 1 8 0v7a4 4 0 0 1-8 0Zm-5 4h5m8 0h5M4 6l4 3m8 0 4-3M4 20l4-4m8 0 4 4';

/** The way to debug info. */
export function debugTab({ t, debug }: Drawing): Drawn {
  return tab(drawing('i.i-bug', bug), t('debug'), false, debug);
}
