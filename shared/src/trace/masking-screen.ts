import { type CopyContext, count } from './masking-copy.ts';

/**
 * The screen as text: one line per node of the accessibility tree, `  role [state=value] "name"`, the name as a JSON
 * string, two spaces per level. Roles and states are the widget's own; names are what a person may have written.
 */
const line = /^( *[a-z]+(?: \[[a-z]+(?:=[a-z0-9]+)?\])*)(?: ("(?:[^"\\]|\\.)*"))?$/;

/**
 * Masks a screen with the masks its texts got elsewhere in the blob, whole or in part, also where white space was
 * folded; `ownTexts` are the widget's own words in its language. What is neither is masked by itself.
 */
export function maskScreen(screen: string, ownTexts: readonly string[], to: CopyContext): string {
  if (to.includeText) return to.secrets.scrub(screen);
  const own = new Set(ownTexts.map(folded));
  const known = new Map([...to.texts].map(([text, masked]) => [folded(text), folded(masked)]));
  const longestFirst = [...known.keys()].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  const parts = partsByFirst([...own].filter((one) => one.length >= 2).concat(longestFirst));
  const maskName = (name: string): string => {
    const text = folded(name);
    if (own.has(text)) return text;
    const whole = known.get(text);
    if (whole !== undefined) return whole;
    const around = longestFirst.find((longer) => longer.includes(text));
    if (around !== undefined && text.length >= 3) {
      const at = around.indexOf(text);
      return (known.get(around) as string).slice(at, at + text.length);
    }
    return maskMixed(text, own, known, parts, to);
  };
  return screen
    .split('\n')
    .map((one) => {
      const [, role, name] = line.exec(one) ?? [];
      if (role === undefined) return one === '' ? '' : maskUnknown(one, to);
      return name === undefined ? role : `${role} ${JSON.stringify(maskName(JSON.parse(name) as string))}`;
    })
    .join('\n');
}

/** Texts by their first character, the longest first. */
function partsByFirst(texts: readonly string[]): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const text of [...texts].sort((a, b) => b.length - a.length)) {
    const first = text[0] as string;
    const alike = parts.get(first);
    if (alike) alike.push(text);
    else parts.set(first, [text]);
  }
  return parts;
}

/** Words of the widget around words of a person, as in "Ana is typing": each part by what it is. */
function maskMixed(
  text: string,
  own: ReadonlySet<string>,
  known: ReadonlyMap<string, string>,
  parts: ReadonlyMap<string, readonly string[]>,
  to: CopyContext,
): string {
  let out = '';
  let rest = '';
  const flush = () => {
    if (rest !== '') out += maskUnknown(rest, to);
    rest = '';
  };
  for (let i = 0; i < text.length; ) {
    const part = parts
      .get(text[i] as string)
      ?.find((one) => text.startsWith(one, i) && standsAlone(text, i, i + one.length));
    if (part === undefined) rest += text[i++];
    else {
      flush();
      out += own.has(part) ? part : (known.get(part) as string);
      i += part.length;
    }
  }
  flush();
  return out;
}

/** Letters of unknown text are masked; its digits stay, for most are times of day and counts. */
function maskUnknown(text: string, to: CopyContext): string {
  return text.replace(/\p{L}[\p{L}\p{M}\p{N}]*|\p{N}{5,}/gu, (word) => {
    count(to.masked, 'text on the screen');
    return to.mask(word);
  });
}

function standsAlone(text: string, from: number, to: number): boolean {
  const isLetter = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
  return (
    !(isLetter(text[from - 1]) && isLetter(text[from])) && !(isLetter(text[to - 1]) && isLetter(text[to]))
  );
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
