/** A run of text; with `href` where it is a link. Joining every `text` gives the input back. */
export interface TextPart {
  text: string;
  href?: string;
}

// Only these schemes ever become links, and only where written out. White space, quotes, brackets, invisible and
// direction-changing characters end an address, so what is shown is what is opened; and a user name before the host,
// as in https://your-bank.example@evil.example, makes it none. Repeats that could race each
// other are bounded: hostile text costs linear time.
const address =
  /(?<![\p{L}\p{N}_])(?:https?:\/\/(?![^\s/?#]*@)[\p{L}\p{N}][^\s<>"`\\^{}|\p{C}]*|(?:mailto:)?[\w.%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8})/giu;

const sentenceEnd = /[.,;:!?'’”»…*_~-]$/u;

/** Cuts text a person wrote into plain runs and links: http, https and mailto, nothing else. Pure; draws nothing. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const shown = withoutTail(match[0]);
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: shown, href: /^(?:https?|mailto):/i.test(shown) ? shown : `mailto:${shown}` });
    from = match.index + shown.length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from) });
  return parts;
}

/** Punctuation that ends the sentence, and a bracket that was opened before the address, are not part of it. */
function withoutTail(match: string): string {
  let surplus = surplusOfClosing(match);
  let end = match.length;
  while (end > 0) {
    const tail = match.slice(end - 1, end);
    if (tail === ')' && surplus > 0) surplus--;
    else if (tail !== ']' && !sentenceEnd.test(tail)) break;
    end--;
  }
  return match.slice(0, end);
}

/** How many `)` the address has more than `(`. */
function surplusOfClosing(match: string): number {
  let surplus = 0;
  for (const char of match) surplus += char === ')' ? 1 : char === '(' ? -1 : 0;
  return surplus;
}
