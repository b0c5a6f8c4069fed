import type { VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import type {
  Change,
  Changes,
  Contact,
  Conversation,
  Message,
  Snapshot,
  WidgetConfig,
} from '@hilo/shared/protocol/shapes.ts';
import { visitorRoutes } from '@hilo/shared/protocol/visitor-routes.ts';
import { aContact, aMessage, idOf } from '@hilo/shared/testing/rows.ts';
import type { Effect, RequestEffect } from '../effects.ts';
import type { AnswerOf, AskedRoute, Event, Failure, Stored } from '../events.ts';
import { later } from '../later.ts';
import { initialModel, type Model } from '../model.ts';
import { addLater, isForLater, reduce } from '../reduce.ts';
import { type Move, movesBetween } from '../transitions.ts';

export const nothingStored: Stored = { device: null, cache: null, profile: null, survey: null, outbox: {} };
export const deviceId = idOf(0xde);
export const token = 'T'.repeat(43);
export const knownDevice = JSON.stringify({ deviceId, token });

export const aConfig: WidgetConfig = {
  widgetId: 'wgt_test',
  companyId: 'test',
  companyName: 'Test',
  policy: 'single',
  accent: '#334455',
  onAccent: '#fff',
  greeting: 'Hello',
  prechat: [],
  survey: true,
  locale: 'auto',
  position: 'right',
  sound: true,
  debug: 'off',
};

/** One tab under test: the real reducer, with time and answers in the test's hands. */
export class Driver {
  model: Model = initialModel('wgt_test', '1'.repeat(32));
  readonly effects: Effect[] = [];
  /** Changes of the widget's state. */
  readonly moves: Move[] = [];
  at = 1_000;
  /** The server answers pings at once. */
  answersPings = true;
  private drawn = 0x1000;

  send(event: Event): void {
    const ids = [idOf(this.drawn++), idOf(this.drawn++)] as const;
    const stamp = { at: this.at, epochMs: 1_700_000_000_000 + this.at, random: 0.5, ids };
    if (isForLater(this.model, event)) addLater(later);
    const { state, effects, cause } = reduce(this.model, { ...event, stamp });
    this.moves.push(...movesBetween(this.model, state, cause));
    this.model = state;
    for (const effect of effects) {
      if (effect.type === 'request') expectOnTheWire(effect);
      this.effects.push(effect);
    }
    for (const effect of effects) {
      if (effect.type !== 'socket_send' || effect.frame.type !== 'ping' || !this.answersPings) continue;
      this.frame({ type: 'pong', traceparent: '', n: effect.frame.n });
    }
  }

  boot(stored: Partial<Stored> = {}, overrides: Partial<Event & { type: 'boot' }> = {}): void {
    this.send({
      type: 'boot',
      call: 1,
      locale: null,
      pageLocale: 'en',
      user: null,
      visible: true,
      online: true,
      persistent: true,
      stored: { ...nothingStored, ...stored },
      ...overrides,
    });
  }

  /** Booted as a contact with these conversations, or (none given) as nobody yet. */
  start(snapshot: Partial<Snapshot> | null, config: Partial<WidgetConfig> = {}): void {
    this.boot(snapshot ? { device: knownDevice } : {});
    this.booted(snapshot, config);
  }

  booted(snapshot: Partial<Snapshot> | null, config: Partial<WidgetConfig> = {}): void {
    this.answer('bootstrap', {
      widget: { ...aConfig, ...config },
      token: snapshot ? 'valid' : 'none',
      snapshot: snapshot && aSnapshot(snapshot),
      serverTime: 0,
    });
  }

  /** Lets time pass, ringing what rings. */
  wait(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = Object.entries(this.model.alarms).sort((a, b) => a[1] - b[1])[0];
      if (!next || next[1] > end) break;
      this.at = Math.max(this.at, next[1]);
      this.send({ type: 'timer', name: next[0] });
    }
    this.at = end;
  }

  all<Type extends Effect['type']>(type: Type): Extract<Effect, { type: Type }>[] {
    return this.effects.filter((effect) => effect.type === type) as Extract<Effect, { type: Type }>[];
  }

  asked(route: AskedRoute): RequestEffect[] {
    return this.all('request').filter((effect) => effect.route === route);
  }

  lastAsked(route: AskedRoute): RequestEffect {
    const last = this.asked(route).at(-1);
    if (!last) throw new Error(`nobody asked ${route}`);
    return last;
  }

  answer<Name extends AskedRoute>(route: Name, answer: AnswerOf<Name>, to = this.lastAsked(route)): void {
    const { lane, about, epoch } = to;
    this.send({ type: 'answered', route, lane, about, epoch, answer, failure: null });
  }

  fail(route: AskedRoute, failure: Partial<Failure>, to = this.lastAsked(route)): void {
    const { lane, about, epoch } = to;
    const unanswered: Failure = {
      code: 'offline',
      retryable: true,
      retryAfterMs: null,
      conversationId: null,
      missing: null,
    };
    this.send({
      type: 'answered',
      route,
      lane,
      about,
      epoch,
      answer: null,
      failure: { ...unanswered, ...failure },
    });
  }

  /** The identity lock is given, with what storage says by now. */
  lock(device: string | null = null): void {
    this.send({ type: 'locked', device, token: 'N'.repeat(43) });
  }

  /** The socket that was opened last opens, and is ready. */
  connect(version = this.model.view.version): void {
    const { id } = this.all('socket_open').at(-1) as { id: number };
    this.send({ type: 'socket_opened', id });
    const contactId = this.model.view.contactId ?? '';
    this.frame({ type: 'ready', traceparent: '', contactId, version, session: null, serverTime: 0 });
  }

  frame(frame: VisitorServerFrame): void {
    this.send({ type: 'socket_frame', id: this.model.socket?.id ?? 0, frame });
  }

  /** An event over the socket: these rows, at the next version. */
  event(...rows: (Conversation | Message | Contact)[]): void {
    this.frame({ type: 'event', traceparent: '', changes: this.changes(...rows) });
  }

  changes(...rows: (Conversation | Message | Contact)[]): Changes {
    const from = this.model.view.version;
    return changesOf(this.model.view.contactId ?? idOf(1), from, from + 1, rows);
  }

  outboxed(): string[] {
    return this.model.outbox.map((entry) => `${entry.body}: ${entry.status}`);
  }
}

export function changesOf(
  contactId: string,
  from: number,
  version: number,
  rows: (Conversation | Message | Contact)[],
): Changes {
  const changes = rows.map((row): Change => {
    if ('seq' in row) return { type: 'message', message: { ...row, version } };
    if ('status' in row) return { type: 'conversation', conversation: { ...row, version } };
    return { type: 'contact', contact: { ...row, version } };
  });
  return { contactId, from, version, changes };
}

export function aSnapshot(overrides: Partial<Snapshot>): Snapshot {
  return {
    contactId: idOf(1),
    version: 1,
    contact: aContact(1),
    conversations: [],
    hasMoreConversations: false,
    thread: null,
    ...overrides,
  };
}

export function anAgentMessage(conversationId: string, seq: number): Message {
  return aMessage(conversationId, seq, { author: { kind: 'agent', agentId: idOf(0xa), name: 'Leo' } });
}

/** What the widget asks is what the route table declares: method, path, query and body, by the real validators. */
function expectOnTheWire({ route, path, body }: RequestEffect): void {
  const declared = visitorRoutes[route];
  const [address = '', search = ''] = path.split('?');
  const template = declared.path.replace('/v1/widgets/:widgetId/', '').replace(/:\w+/g, '[0-9a-f-]{36}');
  const method = body ? 'POST' : 'GET';
  if (declared.method !== method || !new RegExp(`^${template}$`).test(address)) {
    throw new Error(`${method} ${address} is not ${declared.method} ${declared.path}`);
  }
  if ('query' in declared) declared.query.parse(Object.fromEntries(new URLSearchParams(search)));
  if ('body' in declared) declared.body.parse(JSON.parse(JSON.stringify(body)));
}
