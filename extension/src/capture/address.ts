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
  const address = href.replace(/^ws/, 'http');
  if (!address.startsWith(base)) return undefined;
  const path = `/${address.slice(base.length).replace(/#.*$/, '')}`;
  const found = ownPath.exec(path);
  return found?.index === 0 && found[1] ? { widgetId: found[1], path } : undefined;
}
