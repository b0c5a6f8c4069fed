/**
 * Every text in a value, and every name, with the name that it stands under, until `found` says enough. A stack of its own: no depth
 * overflows. Returns whether it was enough.
 */
export function someText(value: unknown, found: (text: string, name: string) => boolean): boolean {
  const stack: { value: unknown; name: string }[] = [{ value, name: '' }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value: one, name } = top;
    if (typeof one === 'string') {
      if (found(one, name)) return true;
    } else if (typeof one === 'number') {
      if (found(`${one}`, name)) return true;
    } else if (typeof one === 'object' && one !== null) {
      const members = one as Record<string, unknown>;
      for (const member of Object.keys(members)) {
        if (!Array.isArray(one) && found(member, name)) return true;
        stack.push({ value: members[member], name: member });
      }
    }
  }
  return false;
}

const envelope = new Set(['witness', 'seq', 't', 'wall', 'fields', 'kind']);

/** The same over what an event carries: without its envelope, which every event has. */
export function someTextOf(event: object, found: (text: string, name: string) => boolean): boolean {
  for (const name of Object.keys(event)) {
    if (envelope.has(name)) continue;
    if (someText((event as Record<string, unknown>)[name], found)) return true;
  }
  return false;
}
