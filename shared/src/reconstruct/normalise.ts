import { asObject } from '../invariants/rows.ts';
import type { TraceEvent } from '../trace/events.ts';
import { isPlain } from '../trace/masking-copy.ts';
import { isPageName } from '../trace/page-words.ts';

/** One thing that happened, without what differs from one run of the same story to the next. */
export interface Normal {
  kind: string;
  /** Members with ids and texts replaced by the order in which they first appeared: `id#3`, `text#1(12)`. */
  value: unknown;
}

/** Members that are times, sizes and numbers of observation: they are never the same twice. */
const varying = new Set([
  't',
  'wall',
  'seq',
  'span',
  'fields',
  'witness',
  'kind',
  'bytes',
  'durationMs',
  'delayMs',
  'createdAt',
  'lastActivityAt',
  'redactedAt',
  'serverTime',
  'writtenAt',
  'userAgent',
  'viewport',
  'build',
  'print',
]);
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const onlyId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{32})$/;
/** A token or its placeholder. */
const secret = /^(?:[A-Za-z0-9_-]{43}|hilo-secret-\d+)$/;
/** Members that hold what people wrote or are called: masked in one blob, perhaps open in the other. */
const written = new Set([
  'text',
  'preview',
  'body',
  'name',
  'email',
  'phone',
  'userId',
  'comment',
  'agentName',
  'companyName',
  'greeting',
  'title',
  'detail',
  'message',
]);

/** Reads a story event by event; null for what is no part of it: timers, locks, heartbeats, the hum of the page. */
export function createNormaliser(): (event: TraceEvent) => Normal | null {
  const ids = new Map<string, string>();
  const texts = new Map<string, string>();
  const secrets = new Map<string, string>();
  const nameOf = (names: Map<string, string>, kind: string, text: string): string => {
    const known = names.get(text);
    if (known) return known;
    const name = `${kind}#${names.size + 1}`;
    names.set(text, name);
    return name;
  };
  const ofText = (text: string): string => {
    if (secret.test(text)) return nameOf(secrets, 'secret', text);
    if (onlyId.test(text)) return nameOf(ids, 'id', text);
    if (isPlain(text) && !text.startsWith('00-')) return text.replace(uuid, (id) => nameOf(ids, 'id', id));
    if (text.startsWith('00-')) return 'traceparent';
    if (/^https?:/.test(text)) return ofPage(text);
    if (/^(?:\/|chat[A-Z])/.test(text)) {
      const path = text
        .replace(/traceparent=[^&]*/, 'traceparent')
        .replace(uuid, (id) => nameOf(ids, 'id', id));
      return path.replace(/(cursor=[^&]*?(?::|%3A))\d+/i, '$1n');
    }
    return ofWriting(text);
  };
  // Two blobs are masked under two keys: what they can share is the length, and where a text comes again.
  const ofWriting = (text: string) => (text === '' ? text : `${nameOf(texts, 'text', text)}(${text.length})`);
  // What is no name that pages have is masked as well; of the query hardly more than its length is told.
  const ofPage = (url: string) => {
    const [, site = '', path = ''] = /^(https?:\/\/[^/?#]*)([^?#]*)/.exec(url) ?? [];
    const parts = path.split('/').map((part) => (isPageName(part) ? part : ofWriting(part)));
    return site + parts.join('/');
  };
  const ofValue = (value: unknown, isWritten = false): unknown => {
    if (typeof value === 'string') return isWritten ? ofWriting(value) : ofText(value);
    if (Array.isArray(value)) return value.map((one) => ofValue(one));
    if (typeof value !== 'object' || value === null) return value;
    const pairs = Object.entries(value).filter(([name]) => !varying.has(name));
    return Object.fromEntries(
      pairs.map(([name, one]) => {
        const isText = isWritten || name === 'drafts' || (typeof one === 'string' && written.has(name));
        return [ofText(name), ofValue(one, isText)];
      }),
    );
  };
  return (event) => (isHum(event) ? null : { kind: event.kind, value: ofValue(event) });
}

function isHum(event: TraceEvent): boolean {
  if (event.kind === 'timer' || event.kind === 'lock' || event.kind === 'random') return true;
  if (event.kind === 'page') return event.what === 'active' || event.what === 'inactive';
  if (event.kind !== 'frame') return event.witness !== 'widget';
  const type = asObject<{ type?: string }>(event.data)?.type;
  return type === 'ping' || type === 'pong';
}
