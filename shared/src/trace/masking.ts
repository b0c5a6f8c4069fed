/** 64 random bits, drawn for one blob and kept nowhere. */
export type MaskKey = readonly [number, number];

export type Mask = (text: string) => string;

/**
 * Masks what people wrote, so that a blob still replays: same length (UTF-16), same text ↔ same mask, a preview's mask
 * is the beginning of its message's mask, and every character stays what it was: a letter of its script and case, a
 * digit, a space, a sign. E-mail addresses stay addresses; `http://` and `https://` stay, and what follows is masked.
 *
 * Each character is shifted within its class by a keyed hash (HalfSipHash-2-4) of all characters before it, white space
 * at the start aside: a draft is sent without it. So equal beginnings are seen to be equal; the class, the length, and
 * where words begin with `h` are not hidden.
 */
export function createMask(key: MaskKey): Mask {
  return (text) => {
    const hash = createPrefixHash(key);
    const links = createLinkWatch();
    let out = '';
    let begun = false;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const whole = text.codePointAt(i) as number;
      if (whole > 0xffff) {
        // The first half stays, so that a preview cut between the halves is masked the same.
        links.pass(false);
        begun = true;
        hash.add(unit);
        const low = substitute(whole, hash.value());
        out += text[i] + String.fromCharCode(0xdc00 + (low & 0x3ff));
        hash.add(text.charCodeAt(++i));
      } else {
        out += maskUnit(unit, hash.value(), links);
        begun ||= !/\s/.test(text[i] as string);
        if (begun) hash.add(unit);
      }
    }
    return out;
  };
}

function maskUnit(unit: number, shift: number, links: LinkWatch): string {
  if (unit >= 0x80) {
    const to = substitute(unit, shift);
    links.pass(isWordChar(unit));
    return String.fromCharCode(to);
  }
  if (unit >= 0x30 && unit <= 0x39) {
    links.pass(true);
    return String.fromCharCode(0x30 + ((unit - 0x30 + shift) % 10));
  }
  const lower = unit | 0x20;
  if (lower < 0x61 || lower > 0x7a) {
    links.pass(unit === 0x5f);
    return String.fromCharCode(unit);
  }
  const kept = links.letter(lower);
  if (kept === lower) return String.fromCharCode(unit);
  return String.fromCharCode(
    (unit & 0x20) | (0x40 + shiftedLetter(lower - 0x60, shift, kept && kept - 0x60)),
  );
}

/** Moves a letter (1–26) around the alphabet; `without` is taken out of it, because it would read as a kept one. */
function shiftedLetter(letter: number, shift: number, without: number): number {
  if (!without) return ((letter - 1 + shift) % 26) + 1;
  const index = letter > without ? letter - 2 : letter - 1;
  const to = (index + shift) % 25;
  return to >= without - 1 ? to + 2 : to + 1;
}

interface LinkWatch {
  /** Takes the next ASCII letter, lower-cased: the letter that is kept here because it begins a link, 0 where none is. */
  letter(lower: number): number;
  /** Takes any other character; `inWord` where a letter after it goes on with the same word. */
  pass(inWord: boolean): void;
}

/** Decides from what came before alone, so that cutting a text changes nothing: `http` and `https` at a word's start. */
function createLinkWatch(): LinkWatch {
  const word = 'https';
  /** How much of it was met since the word began; -1 once it is another word. */
  let met = 0;
  return {
    letter(lower) {
      const kept = met >= 0 && met < word.length ? word.charCodeAt(met) : 0;
      met = kept === lower ? met + 1 : -1;
      return kept;
    },
    pass(inWord) {
      met = inWord ? -1 : 0;
    },
  };
}

const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{L}/u, /\p{Nd}/u, /\p{N}/u, /\p{Extended_Pictographic}/u];
const wordChar = /[\p{L}\p{N}]/u;
/** Scripts whose characters fill a range without a gap: any of it stands for any other. */
const ranges = [
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
] as const;
const members = new Map<string, number[]>();

function isWordChar(code: number): boolean {
  return wordChar.test(String.fromCodePoint(code));
}

/** Another character of the same class from the same part of Unicode; itself where it is a sign or a mark. */
function substitute(code: number, shift: number): number {
  const range = ranges.find(([first, last]) => code >= first && code <= last);
  if (range) return range[0] + ((code - range[0] + shift) % (range[1] - range[0] + 1));
  const kind = classOf(code);
  if (kind < 0) return code;
  const alike = membersOf(code >> 7, kind);
  return alike[(alike.indexOf(code) + shift) % alike.length] as number;
}

function classOf(code: number): number {
  const text = String.fromCodePoint(code);
  return classes.findIndex((pattern) => pattern.test(text));
}

function membersOf(block: number, kind: number): number[] {
  const name = `${block} ${kind}`;
  let found = members.get(name);
  if (!found) {
    found = [];
    for (let code = block << 7; code < (block + 1) << 7; code++) if (classOf(code) === kind) found.push(code);
    members.set(name, found);
  }
  return found;
}

interface PrefixHash {
  add(unit: number): void;
  /** 31 bits that depend on the key and on everything added. */
  value(): number;
}

/** HalfSipHash (Aumasson and Bernstein, 2012) with two rounds per unit and four at the end, asked for at each prefix. */
function createPrefixHash([k0, k1]: MaskKey): PrefixHash {
  let [a, b, c, d] = [k0, k1, k0 ^ 0x6c796765, k1 ^ 0x74656462];
  const rounds = (count: number) => {
    for (let i = 0; i < count; i++) {
      a = (a + b) | 0;
      b = rotate(b, 5) ^ a;
      a = rotate(a, 16);
      c = (c + d) | 0;
      d = rotate(d, 8) ^ c;
      a = (a + d) | 0;
      d = rotate(d, 7) ^ a;
      c = (c + b) | 0;
      b = rotate(b, 13) ^ c;
      c = rotate(c, 16);
    }
  };
  return {
    add(unit) {
      d ^= unit;
      rounds(2);
      a ^= unit;
    },
    value() {
      const before: [number, number, number, number] = [a, b, c, d];
      c ^= 0xff;
      rounds(4);
      const sum = (b ^ d) >>> 1;
      [a, b, c, d] = before;
      return sum;
    },
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
