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
    hide: (text) => text.replace(secret, hideOne),
    reveal: (text) => text.replace(standIn, (found) => secrets.get(found) ?? found),
  };
}
