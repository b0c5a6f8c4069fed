/** Something on a widget's own backend. */
export interface Address {
  widgetId: string;
  /** From the first slash of the widget's part on, with its query. */
  path: string;
}

const ownPath = /\/(?:v1\/widgets|ws)\/([\w-]+)(?=[/?]|$)/;

/** Whether an address might be one of a widget's, before it is known where that widget's backend is. */
export function looksOwn(href: string): boolean {
  return ownPath.test(href);
}

/** Reads an absolute address (http or ws); undefined where it is not below `base`, or not the API of a widget. */
export function readAddress(href: string, base: string): Address | undefined {
  const address = href.startsWith('ws') ? `http${href.slice(2)}` : href;
  if (!address.startsWith(base)) return undefined;
  const hash = address.indexOf('#');
  const path = address.slice(base.length - 1, hash < 0 ? undefined : hash);
  const found = ownPath.exec(path);
  return found?.index === 0 && found[1] ? { widgetId: found[1], path } : undefined;
}
