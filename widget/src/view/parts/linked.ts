import { linkify } from '@hilo/shared/text/linkify.ts';
import { type Child, h } from '../dom.ts';

/** Text of a person with its addresses as links. */
export function linked(body: string): Child {
  return linkify(body).map(({ text, href }) =>
    href ? h('a', { href, target: '_blank', rel: 'noopener nofollow' }, text) : text,
  );
}
