import { type Copy, type CopyContext, count, isPlain } from './masking-copy.ts';
import { isPageName } from './page-words.ts';

const inWords = /^\p{L}{1,20}(?:[-_.]\p{L}{1,20})*$/u;

/**
 * The address of the page: origin and path, names of the query without their values, no fragment, no user or password
 * (they can stand before the host). What is no name that pages usually have is masked in the path, and not told of the
 * query: whoever holds the whole address may hold a key to the page.
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

/** Where the person includes what people wrote, the words of an address stay as well; numbers and mixed parts do not. */
function pageSegment(segment: string, to: CopyContext): string {
  if (isPageName(segment) || (to.includeText && inWords.test(segment))) return segment;
  count(to.masked, 'part of an address');
  return to.mask(segment);
}

function names(query: string): string {
  return query
    .split('&')
    .map((pair) => pair.split('=')[0] as string)
    .map((name) => (isPageName(name) ? name : 'x'))
    .join('&');
}
