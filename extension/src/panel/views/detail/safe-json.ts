/** A value as JSON for the clipboard. Odd ones, with circles in them or too deep, say so instead of throwing. */
export function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? 'null';
  } catch {
    return '"(cannot be written as JSON)"';
  }
}
