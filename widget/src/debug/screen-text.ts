/** Roles that elements have by themselves, as far as the widget uses them. */
const rolesByName: Readonly<Record<string, string>> = {
  a: 'link',
  b: 'strong',
  button: 'button',
  fieldset: 'group',
  form: 'form',
  h2: 'heading',
  h3: 'heading',
  header: 'banner',
  legend: 'legend',
  li: 'listitem',
  nav: 'navigation',
  ol: 'list',
  p: 'paragraph',
  textarea: 'textbox',
  ul: 'list',
};

/** States worth telling: attribute → how it is called. */
const states: readonly (readonly [attribute: string, name: string])[] = [
  ['aria-current', 'current'],
  ['aria-busy', 'busy'],
  ['aria-invalid', 'invalid'],
  ['aria-expanded', 'expanded'],
  ['disabled', 'disabled'],
];

/**
 * What is on the screen as whoever cannot see it is told: one line per node, `  role [state=value] "name"`, two spaces
 * per level. Elements that are only there for looks pass their children on.
 */
export function describeScreen(root: Element): string {
  const lines: string[] = [];
  const texts = (text: string, depth: number) => {
    const name = text.replace(/\s+/g, ' ').trim();
    if (name) lines.push(`${'  '.repeat(depth)}text ${JSON.stringify(name)}`);
  };

  function visit(node: Node, depth: number): void {
    if (node.nodeType === Node.TEXT_NODE) {
      texts(node.nodeValue ?? '', depth);
      return;
    }
    if (!(node instanceof Element) || isHidden(node)) return;
    const role = roleOf(node);
    let below = depth;
    if (role) {
      const name = nameOf(node);
      lines.push(`${'  '.repeat(depth)}${role}${statesOf(node)}${name ? ` ${JSON.stringify(name)}` : ''}`);
      below += 1;
      // A label says all that its children would.
      if (node.hasAttribute('aria-label') && role === 'button') return;
    }
    for (const child of node.childNodes) visit(child, below);
  }

  for (const child of root.childNodes) visit(child, 0);
  return lines.join('\n');
}

function isHidden(element: Element): boolean {
  return (
    element.getAttribute('aria-hidden') === 'true' ||
    element.hasAttribute('inert') ||
    element.hasAttribute('hidden') ||
    element.localName === 'svg'
  );
}

function roleOf(element: Element): string | undefined {
  const given = element.getAttribute('role');
  if (given) return given;
  if (element.localName === 'input') {
    const type = element.getAttribute('type');
    return type === 'radio' || type === 'checkbox' ? type : 'textbox';
  }
  return rolesByName[element.localName];
}

function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label') ?? element.getAttribute('placeholder');
  const value = 'value' in element && /^(input|textarea)$/.test(element.localName) ? `${element.value}` : '';
  const radio = element.getAttribute('type') === 'radio';
  return [label, radio ? '' : value].filter(Boolean).join(': ').replace(/\s+/g, ' ').trim();
}

function statesOf(element: Element): string {
  const told = states.flatMap(([attribute, name]) => {
    const value = element.getAttribute(attribute);
    return value === null || value === 'false' ? [] : [` [${name}]`];
  });
  if ('checked' in element && element.checked === true) told.push(' [checked]');
  return told.join('');
}
