/** A stretch of a text; with `href` it is a link to be shown as such. The stretches joined give the text back. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

/* What ends an address: spaces, quotes, angle brackets, and the invisible characters that make one address look
   like another (zero width, bidirectional controls). Every pattern is linear: there is no nested repetition. */
const address =
  /\b(?:https?:\/\/|www\.)[^\s<>"'`\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+|\bmailto:[\w.+%-]+@[\w.-]+/gi;
/* A host without a user name before it (`https://your-bank.com@evil.example` goes to evil.example) or a backslash. */
const plainHost = /^https?:\/\/[^\s/?#@\\]*[^\s/?#@\\.:][^\s/?#@\\]*(?:[/?#]|$)/i;
const closing = '.,:;!?*_~)]}…»”’';
const opening: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/**
 * Cuts a person's text into plain stretches and links: `http`, `https`, `mailto`, and `www.` taken as `https`.
 * Nothing else ever becomes an `href`. Punctuation that ends the sentence stays outside the link.
 */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const shown = withoutClosing(match[0]);
    const href = /^www\./i.test(shown) ? `https://${shown}` : shown;
    if (!plainHost.test(href) && !/^mailto:/i.test(href)) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: shown, href });
    at = match.index + shown.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** A bracket that closes one opened inside the address belongs to it, as in `…/Hilo_(thread)`. */
function withoutClosing(address: string): string {
  const spare: Record<string, number> = {};
  for (const [closer, opener] of Object.entries(opening)) {
    spare[closer] = address.split(closer).length - address.split(opener).length;
  }
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if (!closing.includes(last)) break;
    const left = spare[last];
    if (left === undefined) continue;
    if (left <= 0) break;
    spare[last] = left - 1;
  }
  return address.slice(0, end);
}
