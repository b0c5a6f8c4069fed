/**
 * What the inbox may do (CSP Level 3): its own scripts and styles, its own server, nothing else; in nobody's frame.
 * The socket's address is spelled out because not every browser counts `ws:` as `'self'`.
 */
export function inboxPolicy(publicOrigin: string | null, host: string): string {
  const socketOrigins = publicOrigin
    ? [publicOrigin.replace(/^http/, 'ws')]
    : [`ws://${host}`, `wss://${host}`];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' data:",
    "manifest-src 'self'",
    `connect-src 'self' ${socketOrigins.join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
