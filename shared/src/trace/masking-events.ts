import { sealOf } from './cache-seal.ts';
import type { TraceEvent, TraceEventKind, TraceEventOf } from './events.ts';
import {
  type Copies,
  type Copy,
  type CopyContext,
  count,
  isObject,
  isPlain,
  list,
  object,
  plain,
} from './masking-copy.ts';
import {
  about,
  action,
  apiArgs,
  frameData,
  requestBody,
  responseMembers,
  storageValues,
} from './masking-fields.ts';
import { copyAddress, copyPath } from './masking-urls.ts';
import { copyErrorMessage } from './masking-words.ts';
import { emptyTenFields, type TenFields } from './ten-fields.ts';

const eachField = object({
  traceId: plain,
  companyId: plain,
  widgetId: plain,
  deviceId: plain,
  contactId: plain,
  conversationId: plain,
  sessionId: plain,
  status: plain,
  lastMessageId: plain,
  unreadCount: plain,
});

const tenFields: Copy = (value, to) => {
  if (typeof value !== 'object' || value === null) return emptyTenFields;
  const before = to.fields.get(value);
  if (before) return before;
  const fresh = { ...emptyTenFields, ...(eachField(value, to) as TenFields) };
  const key = Object.values(fresh).join();
  const copy = to.fieldSets.get(key) ?? fresh;
  to.fieldSets.set(key, copy);
  to.fields.set(value, copy);
  return copy;
};

const envelope = {
  kind: plain,
  witness: plain,
  seq: plain,
  t: plain,
  wall: plain,
  span: plain,
  fields: tenFields,
};

/** Text as a browser or a build says it of itself: no more than the given characters, and no secret. */
function said(pattern: RegExp, charsMax: number): Copy {
  return (value, to) => {
    if (typeof value !== 'string') return null;
    return pattern.test(value) ? to.secrets.scrub(value.slice(0, charsMax)) : to.secrets.placeholder(value);
  };
}

export const copyBuild = said(/^[\w.+-]{0,64}$/, 64);
export const copyLanguage = said(/^[A-Za-z0-9-]{0,35}$/, 35);
export const copyUserAgent = said(/^[\w .,;:()/+-]*$/, 400);
/** Names of locks and timers, and places in the code: words and ids, joined. */
const name: Copy = (value, to) =>
  typeof value === 'string' && value.length <= 120 && value.split(/[-:. ]/).every(isNamePart)
    ? value
    : plain(value, to);
const contentType = /^[a-z]+\/[a-z0-9.+-]+(?:; ?charset=[a-zA-Z0-9-]+)?$/;

function isNamePart(part: string): boolean {
  return isPlain(part) || /^[0-9a-f]{4,12}$/.test(part);
}

const headerValues: Readonly<Record<string, Copy>> = {
  traceparent: plain,
  'content-type': (value, to) =>
    typeof value === 'string' && contentType.test(value) ? value : plain(value, to),
  'retry-after': (value, to) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? value : plain(value, to),
  authorization: (value, to) => {
    if (typeof value !== 'string') return null;
    const [, scheme, rest] = /^(Bearer|Basic) (.+)$/s.exec(value) ?? [];
    return scheme && rest ? `${scheme} ${to.secrets.placeholder(rest)}` : to.secrets.placeholder(value);
  },
};
const headers: Copy = object(headerValues);

const numberText = /^-?\d(?:\.\d{1,20})?$/;
/** A random value: an id, a fraction, or a token. */
const drawn: Copy = (value, to) =>
  typeof value === 'string' && numberText.test(value) ? value : plain(value, to);

const dropped = { count: plain, bytes: plain, reason: said(/^[\w ,.'’-]{0,120}$/, 120) };
const server = { operation: plain, phase: plain, outcome: plain, durationMs: plain, errorCode: plain, about };

/** The envelope is common to all; of storage, the value is copied as its key says. */
type Separate<Kind> = keyof typeof envelope | (Kind extends 'storage' ? 'key' | 'value' : never);

/** Every member of every kind of event, and how it is copied. */
const kinds: Readonly<{ [Kind in TraceEventKind]: Copies<Omit<TraceEventOf<Kind>, Separate<Kind>>> }> = {
  load: {
    build: copyBuild,
    url: copyAddress,
    navigation: plain,
    language: copyLanguage,
    userAgent: copyUserAgent,
    viewport: object({ width: plain, height: plain }),
    visible: plain,
    online: plain,
    persistent: plain,
  },
  api: { method: plain, args: apiArgs },
  action: { action },
  operation: { operation: plain, phase: plain, durationMs: plain, errorCode: plain, about },
  request: {
    requestId: plain,
    method: (value, to) => method(value, to),
    path: copyPath,
    headers,
    body: requestBody,
  },
  response: {
    requestId: plain,
    status: plain,
    headers,
    body: object({ ...responseMembers, events: object({ ...envelope, ...server, ...dropped }) }),
    durationMs: plain,
  },
  request_failed: { requestId: plain, reason: plain, durationMs: plain },
  socket: {
    socketId: plain,
    phase: plain,
    path: copyPath,
    code: plain,
    reason: plain,
    wasClean: plain,
    reconnect: plain,
  },
  frame: { socketId: plain, direction: plain, data: frameData, bytes: plain },
  storage: { op: plain, cause: plain },
  transition: { from: plain, to: plain, event: plain, jumped: plain },
  page: { what: plain, detail: about },
  identity: { from: plain, to: plain, cause: plain },
  unread: {
    total: plain,
    conversations: object({ conversationId: plain, unreadCount: plain, readSeq: plain, lastSeq: plain }),
    source: plain,
  },
  screen: {
    conversationId: plain,
    runs: list(list(plain)),
    pending: object({ clientMessageId: plain, status: plain }),
    connection: plain,
    badge: plain,
  },
  random: { purpose: plain, value: drawn },
  timer: { phase: plain, name, delayMs: plain },
  lock: { phase: plain, name },
  fault: { fault: plain, phase: plain, detail: about },
  error: { where: name, message: copyErrorMessage },
  dropped,
  server,
};

function method(value: unknown, to: CopyContext): unknown {
  return typeof value === 'string' && /^[A-Z]{3,7}$/.test(value) ? value : plain(value, to);
}

const copies = new Map<string, Copy>(
  Object.entries(kinds).map(([kind, members]) => [kind, object({ ...envelope, ...members })]),
);

/** What a blob carries of an event; null for a kind that no list names. */
export function copyEvent(event: TraceEvent, to: CopyContext): TraceEvent | null {
  const copy = copies.get(event.kind);
  if (!copy || !isObject(event)) {
    count(to.left, 'event of a kind that is not on the list');
    return null;
  }
  if (event.kind !== 'storage') return copy(event, to) as TraceEvent;
  const { key, value, ...rest } = event;
  const entry = copyEntry({ key, value }, to);
  return { ...(copy(rest, to) as TraceEvent), ...entry } as TraceEvent;
}

export interface StorageEntry {
  key: string;
  /** Parsed where it is JSON; the text otherwise; null where absent. */
  value: unknown;
}

const storageKey =
  /^(chat[A-Z][A-Za-z]{0,20})-wgt_[a-z0-9_]{1,40}(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

/** A key of the widget's storage with its value; of a key that is not ours nothing but that it was there. */
export function copyEntry({ key, value }: StorageEntry, to: CopyContext): StorageEntry {
  const [, kind] = storageKey.exec(key) ?? [];
  const copy = kind && Object.hasOwn(storageValues, kind) ? storageValues[kind] : undefined;
  if (!copy) {
    count(to.left, 'storage value that is not on the list');
    return { key: kind ? key : 'foreign', value: null };
  }
  const copied = copy(value, to);
  if (kind === 'chatCache' && isObject(copied) && isObject(value)) reseal(key, value, copied, to);
  return { key, value: copied };
}

/** A copy has another content, and another token; its seal is that of the copy where the original's was good. */
function reseal(
  key: string,
  original: Readonly<Record<string, unknown>>,
  copied: Record<string, unknown>,
  to: CopyContext,
): void {
  const widgetId = key.slice('chatCache-'.length);
  const writer = to.secrets
    .tokens()
    .find(([token]) => sealOf(widgetId, token, original['cache']) === original['seal']);
  copied['seal'] = writer ? sealOf(widgetId, writer[1], copied['cache']) : 0;
}
