import { isLegal } from '@hilo/shared/lifecycle/lifecycle.ts';
import { createRecorder, type Recorder, type Unnumbered } from '@hilo/shared/trace/recorder.ts';
import { formatTraceparent } from '@hilo/shared/trace/traceparent.ts';
import { tenFieldsOf } from '../core/api.ts';
import type { Effect, RequestEffect } from '../core/effects.ts';
import type { Event, Stamp, Stored, StoredKey } from '../core/events.ts';
import type { Model } from '../core/model.ts';
import { reduce } from '../core/reduce.ts';
import { storageName } from '../edges/storage-name.ts';
import { wireOf } from '../edges/wire.ts';
import { createFollower } from './follow.ts';
import { readInput } from './input.ts';
import type { More, Told } from './told.ts';

type Operation = Told<'operation'>;
type Time = Pick<Stamp, 'at' | 'epochMs'>;

export interface Tracer {
  readonly recorder: Recorder;
  /** Something happened that the core does not hear of. */
  tell(told: Told, time: Time): void;
  /** Tells what happened, lets the core reduce it, tells what follows. `more`: what only the edge knows of it. */
  step(model: Model, event: Event, stamp: Stamp, more?: More): ReturnType<typeof reduce>;
  /** What an effect does, of the step under way. */
  note(told: Told): void;
  /** A random value was drawn. */
  drawn<Value>(purpose: string, value: Value): Value;
  stored(op: Told<'storage'>['op'], key: StoredKey, value: string | null): void;
  /** A request begins: the `traceparent` it carries, and the number that its end is told with. */
  request(effect: RequestEffect): { traceparent: string; requestId: number };
  socketOpen(effect: Effect & { type: 'socket_open' }, reconnect: boolean): void;
  /** The frame as it travels. */
  socketSend(effect: Effect & { type: 'socket_send' }): string;
  socketClose(effect: Effect & { type: 'socket_close' }): void;
}

/**
 * Tells the whole story of a load in the order in which it happens: of each step of the core what happened, the random
 * values it took, what follows (identity, badge, state, screen), the end of its operation, then its effects. All of a
 * step carry the time of its stamp, so that the same steps can be taken again.
 */
export function createTracer(first: Model): Tracer {
  const { widgetId, traceId } = first;
  const recorder = createRecorder();
  /** Requests by their number, the connection by its own below zero. */
  const running = new Map<
    number,
    Pick<Operation, 'operation' | 'about'> & { span: string; startedAt: number }
  >();
  const follow = createFollower(first);
  let fields = tenFieldsOf(first);
  let bornAt: number | null = null;
  let [t, wall, spans, requests] = [0, 0, 0, 0];
  let span: string | null = null;
  let socket = { socketId: 0, path: '', reconnect: false, code: null, reason: null, wasClean: null };
  let socketSpan = '';

  function note(told: Told, payloadChars?: number): void {
    recorder.record({ witness: 'widget', t, wall, span, fields, ...told } as Unnumbered, payloadChars);
  }

  function setTime({ at, epochMs }: Time): void {
    bornAt ??= at;
    t = at - bornAt;
    wall = epochMs;
    span = null;
  }

  const parentOf = (spanId: string) => formatTraceparent({ traceId, spanId });

  /** What `work` notes belongs to an operation that begins with it. */
  function begin(
    id: number,
    operation: Operation['operation'],
    about: object,
    work: (span: string) => void,
  ): void {
    const outer = span;
    // Unique in the trace, and drawn from nothing: the same steps make the same ones.
    spans += 1;
    const own = traceId.slice(16, 24) + `${spans}`.padStart(8, '0');
    span = own;
    running.set(id, { operation, about, span, startedAt: t });
    note({ kind: 'operation', operation, phase: 'start', durationMs: null, errorCode: null, about });
    work(own);
    span = outer;
  }

  function end(id: number, errorCode: string | null): void {
    const was = running.get(id);
    if (!was) return;
    running.delete(id);
    const { operation, about, startedAt } = was;
    const phase = errorCode ? 'error' : 'ok';
    note({ kind: 'operation', operation, phase, durationMs: t - startedAt, errorCode, about });
  }

  function stored(
    op: Told<'storage'>['op'],
    key: StoredKey,
    text: string | null,
    cause: Told<'storage'>['cause'] = 'widget',
  ): void {
    let value: unknown = text;
    try {
      value = JSON.parse(text ?? 'null');
    } catch {
      // Whatever it is, it is told as it stands.
    }
    note({ kind: 'storage', op, key: storageName(widgetId, key), value, cause }, text?.length);
  }

  function readAll({ outbox, ...rest }: Stored): void {
    const kept = Object.entries(outbox).map(([id, text]) => [`outbox:${id}`, text]);
    for (const [key, text] of [...Object.entries(rest), ...kept]) {
      if (text) stored('read', key as StoredKey, text);
    }
  }

  function drawn<Value>(purpose: string, value: Value): Value {
    note({ kind: 'random', purpose, value: `${value}` });
    return value;
  }

  /** What happened, and what was read and drawn on that occasion. */
  function tellInput(event: Event, more: More): void {
    if (event.type === 'stored') {
      stored(event.value === null ? 'remove' : 'write', event.key, event.value, 'other_tab');
      return;
    }
    const told = readInput(event, socket);
    if (told) note({ ...told, ...more } as Told, more['bytes'] as number);
    if ('stored' in event) readAll(event.stored);
    if (event.type === 'locked') {
      if (event.device) stored('read', 'device', event.device);
      drawn('token', event.token);
    }
  }

  return {
    recorder,
    note,
    drawn,
    stored,
    tell(told, time) {
      setTime(time);
      note(told);
    },
    step(model, event, stamp, more = {}) {
      setTime(stamp);
      const requestId = more['requestId'] as number;
      if (event.type === 'answered') span = running.get(requestId)?.span ?? null;
      else if (event.type.startsWith('socket_')) span = socketSpan;
      tellInput(event, more);
      const result = reduce(model, { ...event, stamp });
      const { state, effects } = result;
      if (state !== model) fields = tenFieldsOf(state);
      const { identity, unread, screen } = follow(state, event, effects);
      // Whoever leaves, here or in another tab, takes their story along.
      const wasOther = model.device && model.device.deviceId !== state.device?.deviceId;
      const left = wasOther && identity?.cause === 'other_tab';
      if (left || effects.some((effect) => effect.type === 'forget')) recorder.clear();
      if (identity) note(identity);
      if (unread) note(unread);
      for (const effect of effects) {
        if (effect.type !== 'transition') continue;
        const [from, to] = [effect.from.name, effect.to.name];
        note({ kind: 'transition', from, to, event: effect.event, jumped: !isLegal(from, effect.event, to) });
      }
      if (screen) note(screen);
      if (event.type === 'answered') end(requestId, event.failure?.code ?? null);
      else if (event.type === 'socket_closed') end(-event.id, 'closed');
      else if (event.type === 'socket_frame' && event.frame.type === 'ready') end(-event.id, null);
      return result;
    },
    request(effect) {
      requests += 1;
      const requestId = requests;
      const { route, about, body = null } = effect;
      const operation = route.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      let traceparent = '';
      begin(requestId, operation as Operation['operation'], about ? { about } : {}, (own) => {
        traceparent = parentOf(own);
        const { method, headers, ...wire } = wireOf(effect, traceparent);
        const path = `/v1/widgets/${widgetId}/${wire.path}`;
        note({ kind: 'request', requestId, method, path, headers, body });
      });
      return { traceparent, requestId };
    },
    socketOpen({ id, sessionId }, reconnect) {
      const path = `/ws/${widgetId}${sessionId ? `/${sessionId}` : ''}`;
      socket = { ...socket, socketId: id, path, reconnect };
      begin(-id, reconnect ? 'ws_reconnect' : 'ws_connect', {}, (own) => {
        socketSpan = own;
        note({ kind: 'socket', phase: 'connecting', ...socket });
      });
    },
    socketSend({ id, frame }) {
      const data = { ...frame, traceparent: parentOf(socketSpan) };
      const text = JSON.stringify(data);
      span = socketSpan;
      note({ kind: 'frame', socketId: id, direction: 'out', data, bytes: text.length }, text.length);
      return text;
    },
    socketClose({ id, code }) {
      span = socketSpan;
      note({ kind: 'socket', phase: 'closing', ...socket, code });
      end(-id, 'closed');
    },
  };
}
