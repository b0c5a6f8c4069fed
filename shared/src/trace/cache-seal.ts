/**
 * The seal on the widget's cache: over the token it was written under and all of its content, so that what anybody else
 * wrote is not taken for ours. No secret, and gives none away (FNV-1a, 32 bits). A masked cache is sealed anew, so that
 * a replay reads it. The number in it changes with the cache's shape.
 */
export function sealOf(widgetId: string, token: string, cache: unknown): number {
  let hash = 0x811c9dc5;
  const text = `2${widgetId}${token}${JSON.stringify(cache)}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
