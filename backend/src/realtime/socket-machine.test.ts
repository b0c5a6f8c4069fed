import { agentClientFrame } from '@hilo/shared/protocol/frames.ts';
import { describe, expect, it } from 'vitest';
import { frameParser } from './parse-frame.ts';
import { socketLimits } from './socket-limits.ts';
import { newSocket, reduceSocket, type SocketEvent, type SocketState } from './socket-machine.ts';

const parse = frameParser(agentClientFrame);
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const hello = { type: 'hello', traceparent, token: 't', reconnect: false };
const conversationId = '0191d3a0-0000-7000-8000-00000000abcd';

function text(frame: unknown, nowMs = 0): SocketEvent {
  const json = typeof frame === 'string' ? frame : JSON.stringify(frame);
  return { type: 'text', text: json, bytes: Buffer.byteLength(json), nowMs };
}

function step(state: SocketState, event: SocketEvent) {
  return reduceSocket(state, event, parse, socketLimits);
}

function after(...events: SocketEvent[]): SocketState {
  return events.reduce<SocketState>((state, event) => step(state, event).state, newSocket);
}

const ready = after(text(hello), { type: 'authenticated' });
const closing = (reason: string) => expect.arrayContaining([{ type: 'close', reason }]);

describe('reduceSocket', () => {
  it('waits for a hello, for so long', () => {
    expect(step(newSocket, { type: 'opened' }).effects).toEqual([
      { type: 'timer', timer: 'hello', afterMs: socketLimits.helloDeadlineMs },
    ]);
    expect(step(newSocket, { type: 'timer', timer: 'hello' }).effects).toEqual(closing('hello_timeout'));
  });

  it('looks the hello’s token up, once', () => {
    const first = step(newSocket, text(hello));
    expect(first.effects).toEqual([
      { type: 'clear', timer: 'hello' },
      { type: 'authenticate', hello },
    ]);
    expect(step(first.state, text(hello)).effects).toEqual(closing('bad_frame'));
    expect(step(ready, text(hello)).effects).toEqual(closing('bad_frame'));
  });

  it.each([
    ['not JSON', 'nope'],
    ['an unknown type', { type: 'shout', traceparent }],
    ['a field of the wrong type', { ...hello, token: 7 }],
    ['an array', [hello]],
    ['typing before hello', { type: 'typing', traceparent, conversationId, typing: true }],
    ['a ping before hello', { type: 'ping', traceparent, n: 1 }],
  ])('closes on %s', (_what, frame) => {
    expect(step(newSocket, text(frame)).effects).toEqual(closing('bad_frame'));
  });

  it('closes on binary, and on a hello that is too long', () => {
    expect(step(newSocket, { type: 'binary' }).effects).toEqual(closing('bad_frame'));
    const long = { ...hello, padding: 'x'.repeat(socketLimits.helloFrameBytesMax) };
    expect(step(newSocket, text(long)).effects).toEqual(closing('bad_frame'));
  });

  it('answers a ping with its number', () => {
    expect(step(ready, text({ type: 'ping', traceparent, n: 41 })).effects).toEqual([
      { type: 'send', frame: { type: 'pong', n: 41 } },
    ]);
  });

  it('[B5] pings, and closes where the answer to the last ping does not come', () => {
    const pinged = step(ready, { type: 'timer', timer: 'heartbeat' });
    expect(pinged.effects).toEqual([
      { type: 'send', frame: { type: 'ping', n: 1 } },
      { type: 'timer', timer: 'pong', afterMs: socketLimits.heartbeatTimeoutMs },
    ]);
    const wrong = step(pinged.state, text({ type: 'pong', traceparent, n: 7 }));
    expect(step(wrong.state, { type: 'timer', timer: 'pong' }).effects).toEqual(closing('heartbeat_timeout'));
    const right = step(pinged.state, text({ type: 'pong', traceparent, n: 1 }));
    expect(right.effects).toContainEqual({ type: 'clear', timer: 'pong' });
    expect(step(right.state, { type: 'timer', timer: 'pong' }).effects).toEqual([]);
  });

  it('relays typing once it is ready', () => {
    expect(step(ready, text({ type: 'typing', traceparent, conversationId, typing: true })).effects).toEqual([
      { type: 'relay_typing', conversationId, typing: true, traceparent },
    ]);
  });

  it('closes on more frames per second than allowed, and counts each second anew', () => {
    const ping = (nowMs: number) => text({ type: 'ping', traceparent, n: 1 }, nowMs);
    const full = Array.from({ length: socketLimits.framesPerSecondMax }, () => ping(5_000)).reduce(
      (state, event) => step(state, event).state,
      ready,
    );
    expect(full.phase).toBe('ready');
    expect(step(full, ping(5_999)).effects).toEqual(closing('rate_limited'));
    expect(step(full, ping(6_000)).state.phase).toBe('ready');
  });

  it.each<SocketEvent>([
    text(hello),
    { type: 'binary' },
    { type: 'timer', timer: 'heartbeat' },
    { type: 'authenticated' },
    { type: 'close', reason: 'draining' },
    { type: 'gone' },
  ])('does nothing more once closed: %o', (event) => {
    const closed = step(ready, { type: 'close', reason: 'draining' });
    expect(closed.effects).toEqual(closing('draining'));
    expect(step(closed.state, event)).toEqual({ state: closed.state, effects: [] });
  });
});
