import type { Focus } from '../src/lifecycle/lifecycle.ts';
import type { TraceEvent, TraceEventKind, TraceEventOf } from '../src/trace/events.ts';
import type { TenFields } from '../src/trace/ten-fields.ts';
import { formatTraceparent } from '../src/trace/traceparent.ts';
import { type ContactView, emptyView } from '../src/view/contact-view.ts';
import { idOf } from './rows.ts';
import { beginsAtMs, TraceServer, widgetId } from './trace-server.ts';

/** What every tab of one browser on one site shares. */
export interface TraceBrowser {
  readonly deviceId: string;
  /** 43 characters of base64url, as real ones; null until there is something to keep. */
  token: string | null;
  readonly storage: Map<string, string>;
  /** What this machine's clock shows beyond the server's, in milliseconds. */
  readonly skewMs: number;
}

export interface TabOptions {
  server?: TraceServer;
  browser?: TraceBrowser;
  url?: string;
  navigation?: string;
  /** One way, in milliseconds. */
  latencyMs?: number;
}

type Rest<Kind extends TraceEventKind> = Omit<
  TraceEventOf<Kind>,
  'kind' | 'witness' | 'seq' | 't' | 'wall' | 'span' | 'fields'
>;

export interface Exchange {
  operation: TraceEventOf<'operation'>['operation'];
  method?: 'GET' | 'POST';
  /** After `/v1/widgets/<widgetId>`. */
  path: string;
  body?: unknown;
  /** What the server does and answers. */
  answer: () => unknown;
  /** What the widget does with the answer, before the operation ends. */
  apply?: (body: unknown) => void;
}

/** One load as it is recorded: its clock, its ten fields, and the events in their order. */
export class TraceLoad {
  readonly events: TraceEvent[] = [];
  readonly server: TraceServer;
  readonly browser: TraceBrowser;
  readonly traceId: string;
  view: ContactView = emptyView;
  focus: Focus = { kind: 'none' };
  protected readonly bornMs: number;
  protected readonly latencyMs: number;
  protected readonly sessions = new Map<string, string>();
  protected contactId: string | null = null;
  protected companyId: string | null = null;
  protected span: string | null = null;
  protected counts = { span: 0, request: 0, socket: 0 };
  protected socketId: number | null = null;
  protected lastFields: TenFields | null = null;

  constructor(options: TabOptions = {}) {
    this.server = options.server ?? new TraceServer();
    this.browser = options.browser ?? aBrowser();
    this.traceId = `4bf92f3577b34da6a3ce929d0e0e${this.server.nextLoad().toString(16).padStart(4, '0')}`;
    this.latencyMs = options.latencyMs ?? 20;
    this.bornMs = this.server.nowMs;
    this.push('load', {
      build: 'hilo-0.1.0+test',
      url: options.url ?? 'https://shop.test/products/teapot',
      navigation: options.navigation ?? 'navigate',
      language: 'en',
      userAgent: 'Mozilla/5.0 (X11; Linux x64) HiloTest/1',
      viewport: { width: 1280, height: 800 },
      visible: true,
      online: true,
      persistent: true,
    });
    this.readStorage();
  }

  get fields(): TenFields {
    const id = this.focus.kind === 'conversation' ? this.focus.conversationId : null;
    const row = id ? this.view.conversations[id] : undefined;
    const total = Object.values(this.view.conversations).reduce((sum, one) => sum + one.unreadCount, 0);
    const next: TenFields = {
      traceId: this.traceId,
      companyId: this.companyId,
      widgetId,
      deviceId: this.browser.deviceId,
      contactId: this.contactId,
      conversationId: row ? row.conversationId : null,
      sessionId: row ? (this.sessions.get(row.conversationId) ?? null) : null,
      status: row ? row.status : null,
      lastMessageId: row?.lastMessage?.messageId ?? null,
      unreadCount: row ? row.unreadCount : this.contactId === null ? null : total,
    };
    // One object while nothing changes, as the recorder keeps it.
    if (JSON.stringify(next) !== JSON.stringify(this.lastFields)) this.lastFields = Object.freeze(next);
    return this.lastFields as TenFields;
  }

  /** Records an event as it is: the way to plant what a broken widget would do. */
  push<Kind extends TraceEventKind>(kind: Kind, rest: Rest<Kind>, span: string | null = this.span): this {
    const t = this.server.nowMs - this.bornMs;
    const wall = beginsAtMs + this.server.nowMs + this.browser.skewMs;
    const envelope = { witness: 'widget', seq: this.events.length + 1, t, wall, span, fields: this.fields };
    this.events.push({ ...envelope, kind, ...rest } as unknown as TraceEvent);
    this.server.nowMs += 0.25;
    return this;
  }

  wait(ms: number): this {
    this.server.nowMs += ms;
    return this;
  }

  act(type: string, more: Record<string, unknown> = {}): this {
    return this.push('action', { action: { type, ...more } }, null);
  }

  /** One operation with its request and its answer. */
  exchange({ operation, method = 'POST', path, body = null, answer, apply }: Exchange): this {
    const outer = this.span;
    const startedMs = this.server.nowMs;
    this.beginOperation(operation);
    const requestId = this.ask(method, path, body);
    this.wait(this.latencyMs);
    const answered = answer();
    const { server } = this;
    server.log(this.fields, this.span as string, operation, server.nowMs - this.bornMs, null);
    this.wait(this.latencyMs);
    this.push('response', {
      requestId,
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: answered,
      durationMs: 2 * this.latencyMs,
    });
    apply?.(answered);
    this.endOperation(operation, startedMs, null);
    this.span = outer;
    return this;
  }

  /** An operation whose request fails on the way. */
  fail(
    operation: Exchange['operation'],
    path: string,
    reason: 'offline' | 'timeout' | 'network' = 'network',
  ): this {
    const startedMs = this.server.nowMs;
    this.beginOperation(operation);
    const requestId = this.ask('GET', path, null);
    this.wait(this.latencyMs);
    this.push('request_failed', { requestId, reason, durationMs: this.latencyMs });
    this.endOperation(operation, startedMs, 'unavailable');
    this.span = null;
    return this;
  }

  protected draw(purpose: string): string {
    const value = this.server.newId();
    this.push('random', { purpose, value });
    return value;
  }

  protected readStorage(): void {
    for (const [key, text] of this.browser.storage) {
      this.push('storage', { op: 'read', key, value: JSON.parse(text) as unknown, cause: 'widget' });
    }
  }

  protected store(key: string, value: unknown): void {
    this.browser.storage.set(key, JSON.stringify(value));
    this.push('storage', { op: 'write', key, value, cause: 'widget' });
  }

  protected forget(key: string): void {
    this.browser.storage.delete(key);
    this.push('storage', { op: 'remove', key, value: null, cause: 'widget' });
  }

  protected frame(socketId: number, direction: 'in' | 'out', data: unknown): void {
    this.push('frame', { socketId, direction, data, bytes: JSON.stringify(data).length });
  }

  protected ask(method: string, path: string, body: unknown): number {
    const requestId = ++this.counts.request;
    const headers: Record<string, string> = { traceparent: this.traceparent() };
    if (body !== null) headers['content-type'] = 'application/json';
    if (this.browser.token !== null) headers['authorization'] = `Bearer ${this.browser.token}`;
    this.push('request', { requestId, method, path: `/v1/widgets/${widgetId}${path}`, headers, body });
    return requestId;
  }

  protected beginOperation(operation: Exchange['operation']): void {
    this.span = `00f067aa${this.traceId.slice(-4)}${(++this.counts.span).toString(16).padStart(4, '0')}`;
    this.push('operation', { operation, phase: 'start', durationMs: null, errorCode: null, about: {} });
  }

  protected endOperation(
    operation: Exchange['operation'],
    startedMs: number,
    errorCode: string | null,
  ): void {
    const durationMs = this.server.nowMs - startedMs;
    const phase = errorCode === null ? 'ok' : 'error';
    this.push('operation', { operation, phase, durationMs, errorCode, about: {} });
  }

  protected traceparent(): string {
    return formatTraceparent({ traceId: this.traceId, spanId: this.span ?? '00f067aa0ba902b7' });
  }
}

export function aBrowser(overrides: Partial<TraceBrowser> = {}): TraceBrowser {
  return { deviceId: idOf(0xde), token: null, storage: new Map(), skewMs: 0, ...overrides };
}
