import type { Stage } from './stage.ts';
import { type Any, story } from './story.ts';

// What is compared, and how a difference is told.

export interface Told {
  kind: string;
  t: number;
  /** What is compared. */
  is: Any;
}

/** What of each kind of event is compared: what the widget makes of what comes from outside. */
const compared: Record<string, string[]> = {
  request: ['method', 'path', 'body'],
  frame: ['data'],
  storage: ['op', 'key', 'value'],
  transition: ['from', 'to', 'event'],
  operation: ['operation', 'phase', 'errorCode', 'status', 'unreadCount'],
  unread: ['total', 'conversations', 'source'],
  screen: ['conversationId', 'runs', 'pending', 'connection', 'badge'],
};
const texts =
  /^(body|preview|name|email|phone|userId|companyName|greeting|comment|text|title|detail|agentName|drafts)$/;
/** Clocks, and what is computed from a token. */
const dropped = /(At|Ms|Time)$|^(seal|traceparent)$/;
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const trace = /00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/g;
const secret = /^[\w-]{43}$|hilo-secret-/;

/**
 * Reads events in the form in which two runs are the same: what was drawn by chance, and secrets, as numbers in the order
 * of their first appearance, texts in shape, no times. Undefined for an event that is not compared.
 */
export function createReader(): (event: Any) => Told | undefined {
  const drawn = new Set<string>();
  const names = new Map<string, string>();
  const name = (id: string) => {
    const known = names.get(id) ?? `id ${names.size + 1}`;
    names.set(id, known);
    return known;
  };
  const plain = (text: string) =>
    secret.test(text)
      ? name(text)
      : text.replace(trace, 'trace').replace(uuid, (id) => (drawn.has(id) ? name(id) : id));
  const read = (value: Any, isText: boolean): Any => {
    if (typeof value === 'string') return isText ? shapeOf(value) : plain(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => read(one, isText));
    const members = Object.entries(value).filter(([key, one]) => one !== undefined && !dropped.test(key));
    return Object.fromEntries(
      members.map(([key, one]) => [plain(key), read(one, isText || texts.test(key))]),
    );
  };
  return (event) => {
    const { kind, t, direction, cause, op, fields } = event;
    if (kind === 'random') drawn.add(event.value);
    const isOther = direction === 'in' || (kind === 'storage' && (cause !== 'widget' || op === 'read'));
    if (!compared[kind] || isOther) return undefined;
    const all = { ...event, ...(fields && { status: fields.status, unreadCount: fields.unreadCount }) };
    const is = Object.fromEntries(compared[kind].map((member) => [member, read(all[member] ?? null, false)]));
    return { kind, t, is };
  };
}

const recorded: Told[] = (() => {
  const read = createReader();
  return story.events.flatMap((event: Any) => read(event) ?? []);
})();

/** Where what came leaves the recording; with `isOver`, also where it ends too early. */
export function firstDifference({ came }: Stage, isOver: boolean): string | undefined {
  for (let i = 0; i < Math.max(came.length, isOver ? recorded.length : 0); i++) {
    const [then, now] = [recorded[i], came[i]];
    const at = then && now && then.kind === now.kind ? pathOfDifference(then.is, now.is, '') : '';
    if (at === undefined) continue;
    const where = at ? `, at ${at}` : '';
    const before = recorded
      .slice(Math.max(0, i - 3), i)
      .map((one) => `  as recorded: ${describe(one, '')}\n`);
    return (
      `The widget leaves the recording at step ${i + 1} of ${recorded.length}${where}:\n${before.join('')}` +
      `  recorded was: ${then ? describe(then, at) : 'nothing more'}\n` +
      `  what came is: ${now ? describe(now, at) : 'nothing more'}`
    );
  }
  return undefined;
}

export function nothingMore({ count }: Stage): string {
  return `The widget tells ${count} events and no more; recorded were ${story.told}.`;
}

function pathOfDifference(then: Any, now: Any, at: string): string | undefined {
  if (then === now) return undefined;
  const areObjects = [then, now].every((one) => typeof one === 'object' && one !== null);
  if (!areObjects || Array.isArray(then) !== Array.isArray(now)) return at || '/';
  for (const name of new Set([...Object.keys(then), ...Object.keys(now)])) {
    const path = pathOfDifference(then[name], now[name], `${at}/${name}`);
    if (path !== undefined) return path;
  }
  return undefined;
}

function describe({ kind, t, is }: Told, at: string): string {
  const words: Record<string, () => string> = {
    request: () => `${is.method} ${is.path}`,
    frame: () => `sends ${is.data?.type}`,
    storage: () => `${is.op} ${is.key}`,
    transition: () => `${is.from} → ${is.to} (${is.event})`,
    operation: () => `${is.operation} ${is.phase}${is.errorCode ? ` (${is.errorCode})` : ''}`,
    unread: () => `badge ${is.total}, from the ${is.source}`,
    screen: () => `thread ${JSON.stringify(is.runs)}, ${is.connection}, badge ${is.badge}`,
  };
  let value = is;
  for (const name of at.split('/').slice(1)) value = value?.[name];
  const shown = at ? (JSON.stringify(value) ?? 'nothing') : '';
  const detail = shown.length > 160 ? `${shown.slice(0, 160)}…` : shown;
  return `${kind} ${words[kind]?.() ?? ''}${detail && `, ${detail}`} (${(t / 1000).toFixed(2)} s)`;
}

export function differenceOfScreens(then: string[], now: string[]): string | undefined {
  const at = Array.from({ length: Math.max(then.length, now.length) }).findIndex(
    (_, i) => then[i] !== now[i],
  );
  if (at < 0) return undefined;
  const [one, other] = [then, now].map((lines) => lines[at]?.trim() ?? 'nothing more');
  return `The screen in the end is another, at line ${at + 1}:\n  recorded was: ${one}\n  what came is: ${other}`;
}

/** Roles and states as they are, names in shape: words that could be a person's are masked in a recording. */
export function shapesOf(screen: string): string[] {
  return screen.split('\n').map((line) => line.replace(/".*$/, shapeOf));
}

function shapeOf(text: string): string {
  return text
    .replace(/\p{N}+/gu, '0')
    .replace(/\p{Extended_Pictographic}/gu, '*')
    .replace(/[\p{L}\p{M}]/gu, 'a');
}

export function failWhere(difference: string | undefined): void {
  if (difference === undefined) return;
  const error = new Error(difference);
  // Where in this file it was noticed says nothing.
  error.stack = difference;
  throw error;
}
