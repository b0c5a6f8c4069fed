import { isLegal, type LifecycleEvent } from '@hilo/shared/lifecycle/lifecycle.ts';
import { createRecorder, type Recorder, type Unnumbered } from '@hilo/shared/trace/recorder.ts';
import { formatTraceparent } from '@hilo/shared/trace/traceparent.ts';

import type { Effect, RequestEffect } from '../core/effects.ts';
import type { Event, Stamp, Stored, StoredKey } from '../core/events.ts';
import type { Model } from '../core/model.ts';
import { tenFieldsOf } from '../core/ten-fields.ts';
import { movesBetween } from '../core/transitions.ts';
import { storageName } from '../edges/storage-name.ts';
import { wireOf } from '../edges/wire.ts';
import { createFollower } from './follow.ts';
import { readInput } from './input.ts';
import type { More, Told } from './told.ts';
import { createTailWriter } from './write-tail.ts';

type Operation = Told<'operation'>;
type Time = Pick<Stamp, 'at' | 'epochMs'>;

/** What a tracer is told. */
export interface TracerCalls {
  /** Something happened that the core does not hear of. */
  tell(told: Told, time: Time): void;
  /** What happens, before the core takes it. `more`: what only the edge knows of it. */
  began(event: Event, time: Time, more: More): void;
  /** What came of it: what is now, what is to be done, and why the state changed where a handler knew. */
  followed(next: Model, effects: readonly Effect[], cause: LifecycleEvent | null): void;
  /** What an effect does, of the step under way. */
  note(told: Told): void;
  /** A random value was drawn, as text. */
  drawn(purpose: string, value: string): void;
  stored(op: Told<'storage'>['op'], key: StoredKey, value: string | null): void;
  /** A request begins, by the number that its end is told with. */
  request(effect: RequestEffect, requestId: number, span: string): void;
  socketOpen(effect: Effect & { type: 'socket_open' }, reconnect: boolean, span: string): void;
  socketSend(socketId: number, data: object): void;
  socketClose(effect: Effect & { type: 'socket_close' }): void;
}

export interface Tracer extends TracerCalls {
  readonly recorder: Recorder;
  /** The newest events as JSON, in at most so many characters. */
  tail(charsMax: number): string;
}

/**
 * Tells the whole story of a load in the order in which it happens: of each step of the core what happened, the random
 * values it took, what follows (identity, badge, state, screen), the end of its operation, then its effects. All of a
 * step carry the time of its stamp, so that the same steps can be taken again. `first`: what was before the first step;
 * `bornAt`: when the load began; `lost`: how much of it was cut before.
 */
export function createTracer(first: Model, bornAt: number, lost = 0): Tracer {
  const { widgetId, traceId } = first;
  const recorder = createRecorder();
  recorder.skip(lost);
  /** Requests by their number, the connection by its own below zero. */
  const running = new Map<
    number,
    Pick<Operation, 'operation' | 'about'> & { span: string; startedAt: number }
  >();
  const follow = createFollower(first);
  let fields = tenFieldsOf(first);
  let [t, wall] = [0, 0];
  let model = first;
  let happening: Event | null = null;
  let requestId = 0;
  let span: string | null = null;
  let socket = { socketId: 0, path: '', reconnect: false, code: null, reason: null, wasClean: null };
  let socketSpan = '';

  function note(told: Told, payloadChars?: number): void {
    recorder.record({ witness: 'widget', t, wall, span, fields, ...told } as Unnumbered, payloadChars);
  }

  function setTime({ at, epochMs }: Time): void {
    t = at - bornAt;
    wall = epochMs;
    span = null;
  }

  /** What `work` notes belongs to an operation that begins with it. */
  function begin(
    id: number,
    operation: Operation['operation'],
    about: object,
    own: string,
    work: () => void,
  ): void {
    const outer = span;
    span = own;
    running.set(id, { operation, about, span, startedAt: t });
    note({ kind: 'operation', operation, phase: 'start', durationMs: null, errorCode: null, about });
    work();
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

  function drawn(purpose: string, value: string): void {
    note({ kind: 'random', purpose, value });
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
    tail: createTailWriter(recorder),
    note,
    drawn,
    stored,
    tell(told, time) {
      setTime(time);
      note(told);
    },
    began(event, time, more) {
      setTime(time);
      happening = event;
      requestId = more['requestId'] as number;
      if (event.type === 'answered') span = running.get(requestId)?.span ?? null;
      else if (event.type.startsWith('socket_')) span = socketSpan;
      tellInput(event, more);
    },
    followed(state, effects, cause) {
      const event = happening as Event;
      const moves = movesBetween(model, state, cause);
      if (state !== model) fields = tenFieldsOf(state);
      const { identity, unread, screen } = follow(state, event, effects);
      // Whoever leaves, here or in another tab, takes their story along.
      const wasOther = model.device && model.device.deviceId !== state.device?.deviceId;
      const left = wasOther && identity?.cause === 'other_tab';
      model = state;
      if (left || effects.some((effect) => effect.type === 'forget')) recorder.clear();
      if (identity) note(identity);
      if (unread) note(unread);
      for (const { from, event: why, to } of moves) {
        const jumped = !isLegal(from.name, why, to.name);
        note({ kind: 'transition', from: from.name, to: to.name, event: why, jumped });
      }
      if (screen) note(screen);
      if (event.type === 'answered') end(requestId, event.failure?.code ?? null);
      else if (event.type === 'socket_closed') end(-event.id, 'closed');
      else if (event.type === 'socket_frame' && event.frame.type === 'ready') end(-event.id, null);
    },
    request(effect, id, own) {
      const { route, about, body = null } = effect;
      const operation = route.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      begin(id, operation as Operation['operation'], about ? { about } : {}, own, () => {
        const { method, headers, ...wire } = wireOf(effect, formatTraceparent({ traceId, spanId: own }));
        const path = `/v1/widgets/${widgetId}/${wire.path}`;
        note({ kind: 'request', requestId: id, method, path, headers, body });
      });
    },
    socketOpen({ id, sessionId }, reconnect, own) {
      const path = `/ws/${widgetId}${sessionId ? `/${sessionId}` : ''}`;
      socket = { ...socket, socketId: id, path, reconnect };
      begin(-id, reconnect ? 'ws_reconnect' : 'ws_connect', {}, own, () => {
        socketSpan = own;
        note({ kind: 'socket', phase: 'connecting', ...socket });
      });
    },
    socketSend(id, data) {
      const { length } = JSON.stringify(data);
      span = socketSpan;
      note({ kind: 'frame', socketId: id, direction: 'out', data, bytes: length }, length);
    },
    socketClose({ id, code }) {
      span = socketSpan;
      note({ kind: 'socket', phase: 'closing', ...socket, code });
      end(-id, 'closed');
    },
  };
}
