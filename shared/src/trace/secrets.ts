/** Numbered stand-ins for secrets. A placeholder has the shape of what it stands for, so that a load replays with it. */
export interface Secrets {
  /** The placeholder of a value known to be secret: the same value, the same number. One that is a placeholder stays. */
  placeholder(secret: string): string;
  /** The text with everything in it that is known to be, or looks like, a secret replaced. */
  scrub(text: string): string;
  /** The visitor tokens met so far with their placeholders, the latest first; last the empty one, for there was none. */
  tokens(): (readonly [token: string, placeholder: string])[];
  /** How many different secrets were met. */
  count(): number;
}

const token = /^[A-Za-z0-9_-]{43}$/;
const jwt = /\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)+/g;
const hash = /^[0-9a-f]{64}$/;
const scheme = /\b(Bearer|Basic|Digest|Negotiate)(\s+)([^\s"',;]+)/gi;
const named =
  /\b((?:[a-z]+[_-]?)?(?:tokens?|jwt|user_?hash|passw(?:or)?d|pwd|passphrase|secret|authorization|api[_-]?key|cookie|session[_-]?key|credentials?))(["']?\s*[=:]\s*["']?)([^\s"'&,;<>(){}]+)/gi;
/** Runs long enough to be a credential. */
const run = /[A-Za-z0-9_-]{20,}/g;
/** Runs that are known to be none: a traceparent, an id, a storage key of ours, the name of a build. */
const innocent =
  /^(?:hilo-widget-[\w-]{8}|00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}|[0-9a-f]{32}|(?:chat[A-Za-z]{1,20}-)?(?:wgt_[a-z0-9_]{1,40})?-?(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?)$/;
const own = /^(?:hilo-secret-\d{4,}(?:-x*A)?|5ec2e7\d{4,}0*|[\w-]+\.[\w-]+\.hilo-secret-\d{4,})$/;
const ownNumber = /hilo-secret-(\d{4,})|^5ec2e7(\d{4})/;

/** Keeps the secrets of one blob apart. Nothing of it but the placeholders ever leaves. */
export function createSecrets(): Secrets {
  const known = new Map<string, string>();
  const tokens = new Map([['', '']]);
  let last = 0;

  const placeholder = (secret: string): string => {
    if (own.test(secret)) {
      // From a load whose secrets were replaced when it was put away: its numbers are taken.
      const [, number, inHash] = ownNumber.exec(secret) ?? [];
      last = Math.max(last, Number(number ?? inHash ?? 0));
      if (token.test(secret)) tokens.set(secret, secret);
      return secret;
    }
    const before = known.get(secret);
    if (before) return before;
    const next = standIn(secret, `${++last}`.padStart(4, '0'));
    known.set(secret, next);
    if (token.test(secret)) tokens.set(secret, next);
    return next;
  };

  return {
    placeholder,
    scrub(text) {
      let out = text;
      for (const [secret, next] of known) if (secret.length >= 6) out = out.replaceAll(secret, next);
      return out
        .replace(jwt, (found) => placeholder(found))
        .replace(scheme, (_, word: string, space: string, found: string) => word + space + placeholder(found))
        .replace(named, (_, name: string, sign: string, found: string) => name + sign + placeholder(found))
        .replace(run, (found) => (isCredential(found) ? placeholder(found) : found));
    },
    tokens: () => [...tokens].reverse(),
    count: () => known.size,
  };
}

function isCredential(found: string): boolean {
  if (innocent.test(found)) return false;
  return found.length >= 40 || (/[a-z]/.test(found) && /[A-Z]/.test(found) && /\d/.test(found));
}

function standIn(secret: string, number: string): string {
  const name = `hilo-secret-${number}`;
  // 43 characters that decode to 32 bytes: the last one carries four bits only, so it is an A.
  if (token.test(secret)) return `${`${name}-`.padEnd(42, 'x')}A`;
  if (hash.test(secret)) return `5ec2e7${number}`.padEnd(64, '0');
  if (secret.startsWith('eyJ') && secret.includes('.')) {
    return `${base64url('{"alg":"none"}')}.${base64url(`{"hilo":"${number}"}`)}.${name}`;
  }
  return name;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Of ASCII text, without padding (RFC 4648, section 5). */
function base64url(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const bits =
      (text.charCodeAt(i) << 16) | ((text.charCodeAt(i + 1) || 0) << 8) | (text.charCodeAt(i + 2) || 0);
    const digits = Math.min(4, text.length - i + 1);
    for (let d = 0; d < digits; d++) out += alphabet[(bits >> (18 - 6 * d)) & 63];
  }
  return out;
}
