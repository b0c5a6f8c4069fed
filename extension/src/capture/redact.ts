/** Keeps secrets on the page: what leaves it goes through `hide`, what a person sends back through `reveal`. */
export interface Redactor {
  /** The text with a numbered stand-in, of the same shape, for each secret in it. */
  hide(text: string): string;
  /** The text with the secrets that its stand-ins stand for. */
  reveal(text: string): string;
}

/**
 * By their shape: visitor tokens (43 characters of base64url), hashes (64 hex digits) and JSON Web Tokens; none of our
 * own ids and key names is like that. The shapes of the stand-ins are those of `shared/src/trace/secrets.ts`, so that a
 * debug blob made elsewhere takes them for what they are.
 */
const secret =
  /(?<![\w-])(?!chat[A-Z]|hilo-|5ec2e7|wgt_)(?:[\w-]{43}(?![\w-])|[0-9a-f]{64}(?![\w-])|eyJ[\w-]+\.[\w.-]+)/g;
const standIn = /5ec2e7\d{4}0{54}|hilo-secret-\d{4}-x{25}A|hilo-secret-\d{4}/g;

export function createRedactor(): Redactor {
  const standIns = new Map<string, string>();
  const secrets = new Map<string, string>();
  const hideOne = (found: string) => {
    const before = standIns.get(found);
    if (before) return before;
    const number = `${standIns.size + 1}`.padStart(4, '0');
    const name = `hilo-secret-${number}`;
    const next =
      found.length === 64 && !found.includes('.')
        ? `5ec2e7${number}`.padEnd(64, '0')
        : found.length === 43
          ? `${`${name}-`.padEnd(42, 'x')}A`
          : name;
    standIns.set(found, next);
    secrets.set(next, found);
    return next;
  };
  return {
    hide: (text) => replaceSecrets(text, hideOne),
    reveal: (text) => text.replace(standIn, (found) => secrets.get(found) ?? found),
  };
}

/** So long are all secrets but JSON Web Tokens, which say what they are by how they begin. */
const lengths = new Set([43, 64]);
const charsMin = 43;

/**
 * The same as `text.replace(secret, …)`, which would look at every character, several times, of all that leaves a page:
 * of so many in a row, one always belongs to a secret that is among them.
 */
function replaceSecrets(text: string, replace: (found: string) => string): string {
  if (text.includes('eyJ')) return text.replace(secret, replace);
  let replaced = '';
  let upTo = 0;
  for (let at = charsMin - 1; at < text.length; at += charsMin) {
    if (!isWord(text.charCodeAt(at))) continue;
    let from = at;
    while (isWord(text.charCodeAt(from - 1))) from--;
    while (isWord(text.charCodeAt(at))) at++;
    if (lengths.has(at - from)) {
      replaced += text.slice(upTo, from) + text.slice(from, at).replace(secret, replace);
      upTo = at;
    }
    // What ends the word is in no secret either.
    at--;
  }
  return replaced + text.slice(upTo);
}

/** `[\w-]`; NaN, beyond the ends of a text, is none. */
function isWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    code === 0x2d
  );
}
