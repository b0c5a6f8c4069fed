import { closeCodes, errors } from '@hilo/shared/errors.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Fault, faultMsMax } from '../channel/faults.ts';
import { answersHeldMs } from './double-click.ts';
import { unknownToken } from './fetches.ts';
import type { Load, Loads, WireBody } from './loads.ts';
import { unauthorizedCode } from './sockets.ts';

const traceId = 'a'.repeat(32);
const load = { entry: { traceId } } as Load;
const other = { entry: { traceId: 'b'.repeat(32) } } as Load;

afterEach(() => {
  vi.useRealTimers();
  vi.resetModules();
});

/** Its timers are those that stood when the module was loaded. */
async function start(alsoBegin = () => {}): Promise<{
  faults: ReturnType<typeof import('./faults.ts').createFaults>;
  told: string[];
  begun: Fault[];
}> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.resetModules();
  const { createFaults } = await import('./faults.ts');
  const told: string[] = [];
  const begun: Fault[] = [];
  const loads = {
    find: (id: string) => (id === traceId ? load : undefined),
    tell: (_load: Load, describe: () => WireBody) => {
      const body = describe();
      if (body.kind === 'fault') told.push(`${body.fault} ${body.phase}`);
    },
  } as unknown as Loads;
  const begin = (fault: Fault) => {
    begun.push(fault);
    alsoBegin();
  };
  return { told, begun, faults: createFaults(loads, begin) };
}

const cut: Fault = { faultId: 'f1', traceId, kind: 'cut_socket', forMs: 10_000 };

describe('faults', () => {
  it('are told, touch one load only, and end by themselves', async () => {
    const { faults, told, begun } = await start();
    expect(faults.turnOn(cut)).toBe(true);
    expect(begun).toEqual([cut]);
    expect(faults.find(load, 'cut_socket')).toEqual(cut);
    expect(faults.find(load, 'offline')).toBeUndefined();
    expect(faults.find(other, 'cut_socket')).toBeUndefined();
    vi.advanceTimersByTime(10_001);
    expect(faults.find(load, 'cut_socket')).toBeUndefined();
    expect(told).toEqual(['cut_socket on', 'cut_socket off']);
  });

  it('end when a person ends them, one or all, and are told once', async () => {
    const { faults, told } = await start();
    faults.turnOn(cut);
    faults.turnOn({ faultId: 'f2', traceId, kind: 'offline', forMs: 5_000 });
    faults.turnOff('f1');
    expect(faults.find(load, 'offline')).toBeDefined();
    faults.turnOff('all');
    vi.advanceTimersByTime(20_000);
    expect(told).toEqual(['cut_socket on', 'offline on', 'cut_socket off', 'offline off']);
  });

  it('last no longer than the longest, whatever was asked for', async () => {
    const { faults, told } = await start();
    faults.turnOn({ ...cut, forMs: 1e12 });
    vi.advanceTimersByTime(faultMsMax);
    expect(told).toEqual(['cut_socket on', 'cut_socket off']);
    faults.turnOn({ ...cut, forMs: Number.NaN });
    expect(faults.find(load, 'cut_socket')).toBeUndefined();
  });

  it('hold answers back for a moment around a double click, and not where there was nothing to click', async () => {
    const { faults, told } = await start();
    const twice: Fault = { faultId: 'f1', traceId, kind: 'double_start' };
    faults.turnOn(twice);
    expect(faults.find(load, 'double_start')).toEqual(twice);
    vi.advanceTimersByTime(answersHeldMs);
    expect(faults.find(load, 'double_start')).toBeUndefined();
    expect(told).toEqual(['double_start on', 'double_start off']);
    const broken = await start(() => {
      throw new Error('no button');
    });
    expect(() => broken.faults.turnOn(twice)).toThrow('no button');
    expect(broken.faults.find(load, 'double_start')).toBeUndefined();
    expect(broken.told).toEqual(['double_start on', 'double_start off']);
  });

  it('are refused where the chat is not on the page', async () => {
    const { faults, told } = await start();
    expect(faults.turnOn({ ...cut, traceId: 'c'.repeat(32) })).toBe(false);
    expect(told).toEqual([]);
  });

  it('speak as the server does', () => {
    expect(unauthorizedCode).toBe(closeCodes.unauthorized.code);
    expect(unknownToken).toMatchObject(errors.token_unknown);
  });
});
