import { isWidgetKey } from './roles.ts';

/**
 * The widget's keys as the page has them now, by what it answered to `read_storage`: text by key. Undefined where that
 * is no such answer. What is not the widget's is left out.
 */
export function readPageStorage(value: unknown): Map<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && isWidgetKey(entry[0]),
  );
  return new Map(entries);
}

/** JSON with its members on lines of their own; any other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
