import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';

/** How much longer a message may be, or how much too long it is. */
export function charsLeft({ t, region }: Drawing, left: number): Child {
  const n = new Intl.NumberFormat(region).format(Math.abs(left));
  return h(left < 0 ? 'p.error' : 'p.hint', { id: 'chars' }, t(left < 0 ? 'charsOver' : 'charsLeft', n));
}
