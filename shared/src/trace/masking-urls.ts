import { type Copy, type CopyContext, isPlain } from './masking-copy.ts';

/**
 * The address of the page: origin and path, names of the query without their values, no fragment, no user or
 * password (they can stand before the host). What looks like a secret in the path is replaced.
 */
export const copyAddress: Copy = (value, to) => {
  if (typeof value !== 'string') return null;
  const [, scheme, host, rest = ''] = /^(https?:\/\/|file:\/\/)([^/?#]*)(.*)$/s.exec(value) ?? [];
  if (scheme === undefined || host === undefined) return value === '' ? '' : 'about:blank';
  const [path = '', query] = (rest.split('#')[0] as string).split(/\?(.*)/s);
  const site = host.slice(host.lastIndexOf('@') + 1);
  const segments = path.split('/').map((segment) => pageSegment(segment, to));
  const shownSite = /^[\w.:[\]-]*$/.test(site) ? to.secrets.scrub(site) : 'hidden';
  return `${scheme}${shownSite}${segments.join('/')}${query === undefined ? '' : `?${names(query)}`}`;
};

/** A path on the widget's own backend: its parts and values are ids and names of ours, or they are secrets. */
export const copyPath: Copy = (value, to) => {
  if (typeof value !== 'string') return null;
  const [path = '', query] = value.split(/\?(.*)/s);
  const parts = path.split('/').map((part) => (isPlain(part) ? part : to.secrets.placeholder(part)));
  if (query === undefined) return parts.join('/');
  const pairs = query.split('&').map((pair) => {
    const [name = '', ...text] = pair.split('=');
    if (text.length === 0) return isPlain(name) ? name : to.secrets.placeholder(name);
    return `${isPlain(name) ? name : 'unknown'}=${queryValue(text.join('='), to)}`;
  });
  return `${parts.join('/')}?${pairs.join('&')}`;
};

function queryValue(text: string, to: CopyContext): string {
  const decoded = text.replace(/%3A/gi, ':');
  return isPlain(decoded) || /^\d{1,15}$/.test(text) ? text : to.secrets.placeholder(text);
}

/** Words and short numbers say which page it is; anything longer or mixed could be an access key to it. */
function pageSegment(segment: string, to: CopyContext): string {
  const isName = /^[A-Za-z0-9._~-]*$/.test(segment) && segment.length <= 80;
  return isName ? to.secrets.scrub(segment) : to.secrets.placeholder(segment);
}

function names(query: string): string {
  return query
    .split('&')
    .map((pair) => pair.split('=')[0] as string)
    .map((name) => (/^[a-z][a-z_-]{0,24}$/i.test(name) ? name : 'x'))
    .join('&');
}
