/** Attributes, `on…` handlers, and `value`/`checked`, which are set as properties. No `style`: a strict CSP forbids it. */
export type Props = Readonly<
  Record<string, string | number | boolean | null | undefined | ((event: never) => void)>
>;

/** What `h` takes as children; null, undefined, false and '' hold a place and draw nothing. */
export type Child = Drawn | string | number | null | undefined | false | readonly Child[];

/** A description of one node, and the node itself once it was drawn. */
export interface Drawn {
  /** Name, and key or place among its siblings: who has the same one before and after is the same node. */
  id: string;
  /** Empty for text. */
  readonly name: string;
  readonly props: Props;
  readonly kids: readonly Drawn[];
  readonly text: string;
  node?: Node;
}

/**
 * Describes an element: `h('button.icon.close', { onclick }, 'Close')`, the properties where there are any. `key` in
 * them keeps it the same node when its siblings come, go or move, and is what a replay finds it by (`data-key`).
 */
export function h(tag: string, props: Props, ...kids: Child[]): Drawn;
export function h(tag: string, ...kids: Child[]): Drawn;
export function h(tag: string, ...args: (Props | Child)[]): Drawn {
  const [name, ...classes] = tag.split('.') as [string, ...string[]];
  const { key, ...props } = isProps(args[0]) ? (args.shift() as Props) : {};
  return {
    id: key ? `${name} ${key}` : '',
    name,
    props: { class: classes.join(' ') || null, 'data-key': key, ...props },
    kids: flat(args as Child[]),
    text: '',
  };
}

function isProps(arg: Props | Child): arg is Props {
  return arg?.constructor === Object && !(arg as Drawn).kids;
}

function flat(kids: readonly Child[], place = '', out: Drawn[] = []): Drawn[] {
  kids.forEach((kid, index) => {
    const at = `${place}.${index}`;
    if (Array.isArray(kid)) flat(kid, at, out);
    else if (kid && typeof kid === 'object') {
      const drawn = kid as Drawn;
      drawn.id ||= drawn.name + at;
      out.push(drawn);
    } else if (kid || kid === 0) out.push({ id: at, name: '', props: {}, kids: [], text: `${kid}` });
  });
  return out;
}

/** Makes the children of `parent` what `after` says, touching only what differs from `before`. */
export function patch(parent: Node, before: readonly Drawn[], after: readonly Drawn[]): void {
  const known = new Map(before.map((old) => [old.id, old]));
  const kept = new Set(after.map((kid) => kid.id));
  // What goes, goes first: then what stays need not be moved, which would cost it focus and scroll position.
  for (const old of before) if (!kept.has(old.id)) parent.removeChild(old.node!);
  let next = parent.firstChild;
  for (const kid of after) {
    update(kid, known.get(kid.id));
    if (kid.node === next) next = next!.nextSibling;
    else parent.insertBefore(kid.node!, next);
  }
}

function update(kid: Drawn, old: Drawn | undefined): void {
  if (old === kid) return;
  kid.node = old?.node ?? create(kid);
  if (old && old.text !== kid.text) kid.node.nodeValue = kid.text;
  for (const name in { ...old?.props, ...kid.props }) {
    const value = kid.props[name];
    if (value !== old?.props[name]) setProp(kid.node as Element, name, value);
  }
  patch(kid.node, old?.kids ?? [], kid.kids);
}

function create({ name, text }: Drawn): Node {
  if (!name) return document.createTextNode(text);
  const svg = name === 'svg' || name === 'path';
  return document.createElementNS(`http://www.w3.org/${svg ? '2000/svg' : '1999/xhtml'}`, name);
}

function setProp(element: Element, name: string, value: Props[string]): void {
  const target = element as unknown as Record<string, unknown>;
  if (/^(on|value|checked)/.test(name)) {
    // Writing an equal value would move the caret.
    if (target[name] !== value) target[name] = value;
  } else if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : `${value}`);
}
