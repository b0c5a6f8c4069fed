/** A site that a person can let the extension watch. */
export interface Site {
  /** As people read it in the address bar, without a port: the browser grants whole hosts. */
  name: string;
  /** A match pattern; without a port, because Firefox knows none in patterns. */
  pattern: string;
}

/** Pages on which browsers run nobody's scripts, whatever a person grants. */
const closedHosts = [
  'chromewebstore.google.com',
  'addons.mozilla.org',
  'accounts.firefox.com',
  'support.mozilla.org',
];
const watchable = ['http:', 'https:'];

/** The site of a page; undefined where extensions cannot look: pages of the browser, files, extension stores. */
export function findSite(address: string | undefined): Site | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, hostname } = new URL(address);
  if (!watchable.includes(protocol) || hostname === '' || closedHosts.includes(hostname)) return undefined;
  return { name: hostname, pattern: `${protocol}//${hostname}/*` };
}

/** The site of a match pattern, for a list of what is watched; the pattern itself where it names no single host. */
export function siteOfPattern(pattern: string): Site {
  const host = /^[a-z*]+:\/\/([^/]+)\//.exec(pattern)?.[1];
  return { name: host === undefined || host.includes('*') ? pattern : host, pattern };
}
