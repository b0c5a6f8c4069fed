import { describe, expect, it } from 'vitest';
import type { PageCommand } from '../channel/page-port.ts';
import { createRelay, type RuntimePort } from './relay.ts';

class FakePort implements RuntimePort {
  readonly said: unknown[] = [];
  private readonly heard: ((message: never) => void)[] = [];
  private readonly ended: (() => void)[] = [];
  readonly onMessage = {
    addListener: (listener: (message: never) => void) => void this.heard.push(listener),
  };
  readonly onDisconnect = { addListener: (listener: () => void) => void this.ended.push(listener) };
  postMessage(message: unknown): void {
    this.said.push(message);
  }
  isClosed = false;
  disconnect(): void {
    this.isClosed = true;
  }
  hear(message: PageCommand): void {
    for (const listener of this.heard) listener(message as never);
  }
  end(): void {
    for (const listener of this.ended) listener();
  }
}

function start() {
  const ports: FakePort[] = [];
  const commands: PageCommand[] = [];
  const timers: [work: () => void, afterMs: number][] = [];
  const runtime: { id?: string | undefined; connect(): FakePort } = {
    id: 'hilo',
    connect() {
      const port = new FakePort();
      ports.push(port);
      return port;
    },
  };
  const clock = { ms: 0 };
  const relay = createRelay({
    runtime,
    toPage: (command) => commands.push(command),
    nowMs: () => clock.ms,
    later: (work, afterMs) => timers.push([work, afterMs]),
  });
  return { relay, ports, commands, timers, runtime, clock };
}

describe('relay', () => {
  it('connects with the first word, and not before, whoever wakes it', () => {
    const { relay, ports, commands } = start();
    relay.wake();
    expect(ports).toHaveLength(0);
    relay.say('one');
    relay.say('two');
    expect(ports.map(({ said }) => said)).toEqual([['one', 'two']]);
    expect(commands).toEqual([{ type: 'hello' }]);
  });

  it('has the page introduce itself on each new connection, and passes on what is asked', () => {
    const { relay, ports, commands, clock } = start();
    relay.say('one');
    ports[0]?.end();
    clock.ms += 1_000;
    relay.wake();
    expect(ports).toHaveLength(2);
    const replay: PageCommand = { type: 'replay', documentId: 'd', after: 3 };
    ports[1]?.hear(replay);
    expect(commands).toEqual([{ type: 'hello' }, { type: 'hello' }, replay]);
  });

  it('waits longer each time that it is cut off, and tries once when the wait is over', () => {
    const { relay, ports, timers, clock } = start();
    relay.say('one');
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      ports.at(-1)?.end();
      relay.say('more');
      relay.say('and more');
      const [work, afterMs] = timers.pop() ?? [];
      expect(timers).toEqual([]);
      waits.push(afterMs ?? 0);
      clock.ms += afterMs ?? 0;
      work?.();
    }
    expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(waits.at(-1)).toBe(10_000);
    expect(ports).toHaveLength(11);
  });

  it('starts over with short waits once it was answered', () => {
    const { relay, ports, timers, clock } = start();
    relay.say('one');
    for (let i = 0; i < 3; i++) {
      ports.at(-1)?.end();
      clock.ms += 60_000;
      relay.wake();
    }
    ports.at(-1)?.hear({ type: 'replay', documentId: 'd', after: 0 });
    ports.at(-1)?.end();
    relay.wake();
    expect(timers[0]?.[1]).toBe(100);
  });

  it('stops quietly, and says so once, when the extension it belongs to is gone', () => {
    const { relay, ports, commands, runtime } = start();
    relay.say('one');
    runtime.id = undefined;
    ports[0]?.end();
    relay.say('two');
    relay.wake();
    expect(ports).toHaveLength(1);
    expect(commands).toEqual([{ type: 'hello' }, { type: 'stop' }]);
  });

  it('stops when it is told that the site is no longer watched, and lets go of the connection', () => {
    const { relay, ports, commands } = start();
    relay.say('one');
    ports[0]?.hear({ type: 'stop' });
    relay.say('two');
    relay.wake();
    expect(ports.map(({ said, isClosed }) => [said, isClosed])).toEqual([[['one'], true]]);
    expect(commands).toEqual([{ type: 'hello' }, { type: 'stop' }]);
  });

  it('lets go of the connection when the page goes to sleep, and takes it up with the next word', () => {
    const { relay, ports } = start();
    relay.say('one');
    relay.sleep();
    relay.say('half asleep');
    relay.wake();
    expect(ports).toHaveLength(1);
    relay.rise();
    relay.say('back');
    expect(ports.map(({ said }) => said)).toEqual([['one'], ['back']]);
  });
});
