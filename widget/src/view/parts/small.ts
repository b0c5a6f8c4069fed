import { type Child, type Drawn, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { type IconName, icon } from '../icons.ts';

/** A round picture made of a name's first letters. `own`: in the company's colour. */
export function avatar(name: string, own = false): Drawn {
  const initials = name.split(' ', 2).map((word) => [...word][0]);
  return h(own ? 'span.avatar.own' : 'span.avatar', { 'aria-hidden': 'true' }, initials.join(''));
}

export function iconButton(label: string, name: IconName, onclick: () => void): Drawn {
  return h(`button.icon.${name}`, { 'aria-label': label, onclick }, icon(name));
}

export function textButton(kind: 'primary' | 'quiet' | 'word', label: string, onclick: () => void): Drawn {
  return h(`button.${kind}`, { type: 'button', onclick }, label);
}

export function closeButton({ t, on }: Drawing): Drawn {
  return iconButton(t('close'), 'close', on('closed'));
}

/** The bar on top: what stands at its start, and the way out. */
export function top(draw: Drawing, ...kids: Child[]): Drawn {
  return h('header.top', { key: 'top' }, kids, closeButton(draw));
}

/** How many are unread, as a pill: the number for eyes, the words for ears. */
export function unreadPill({ t }: Drawing, n: number): Child {
  return (
    n > 0 &&
    h('span.pill', h('span', { 'aria-hidden': 'true' }, n > 9 ? '9+' : n), h('span.sr', t('unread', n)))
  );
}

/** Text of a person: its own direction, whatever that of the words around it. */
export function personText(tag: string, text: Child): Drawn {
  return h(tag, { dir: 'auto' }, text);
}

/** A place with nothing in it yet: what it is for, and what to do. */
export function emptyPlace(picture: Drawn, title: string, text: Child, button?: Child): Drawn {
  return h('div.none', picture, h('b', title), h('p', text), button);
}

/** Grey shapes where something will be. */
export function skeleton(t: Drawing['t']): Child {
  return [h('p.sr', t('busy')), [1, 2, 3].map(() => h('div.ghost'))];
}
